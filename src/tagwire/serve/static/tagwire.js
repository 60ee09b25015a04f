// Adds "14 min ago" beside clocks of the last day. Pages are complete without it.
"use strict";

function agoText(minutes) {
  if (minutes < 1) return "just now";
  return minutes < 60 ? `${minutes} min ago` : `${Math.floor(minutes / 60)} h ago`;
}

function showAges() {
  const now = Date.now();
  for (const time of document.querySelectorAll(".clock > time[datetime*=T]")) {
    const minutes = Math.floor((now - Date.parse(time.dateTime)) / 60000);
    let ago = time.parentElement.querySelector("[data-age]");
    if (minutes < 0 || minutes >= 24 * 60) {
      ago?.remove();
      continue;
    }
    if (!ago) {
      ago = document.createElement("span");
      ago.className = "ago";
      ago.dataset.age = "";
      time.after(ago);
    }
    ago.textContent = agoText(minutes);
  }
}

showAges();
setInterval(showAges, 60000);
