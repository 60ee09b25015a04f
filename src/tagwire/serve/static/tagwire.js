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
      time.parentElement.append(ago);
    }
    ago.textContent = agoText(minutes);
  }
}

// Looks again at what is under way, until the page says that it is over. Only the parts
// that say so are replaced, so that nobody loses their place.
async function lookAgain() {
  const old = document.querySelector("[data-again]");
  if (!old) return;
  await new Promise((done) => setTimeout(done, Number(old.dataset.again) * 1000));
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-fresh]")) {
      const now = fresh.getElementById(part.id);
      if (now && now.innerHTML !== part.innerHTML) part.replaceChildren(...now.childNodes);
    }
    if (answer.ok && !fresh.querySelector("[data-again]")) delete old.dataset.again;
  } catch {
    // The server stopped: the page stays as it is, and the next look may find it again.
  }
  lookAgain();
}

lookAgain();
showAges();
setInterval(showAges, 60000);
