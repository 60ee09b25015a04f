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

// Looks again at what is under way, until the page says that it is over.
async function lookAgain() {
  const old = document.querySelector("[data-again]");
  if (!old) return;
  await new Promise((done) => setTimeout(done, Number(old.dataset.again) * 1000));
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = parsed.getElementById(old.id);
    if (fresh && fresh.innerHTML !== old.innerHTML) old.replaceChildren(...fresh.childNodes);
    if (fresh && !("again" in fresh.dataset)) delete old.dataset.again;
  } catch {
    // The server stopped: the page stays as it is, and the next look may find it again.
  }
  lookAgain();
}

lookAgain();
showAges();
setInterval(showAges, 60000);
