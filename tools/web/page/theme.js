/** Light or dark: the system's choice until the person makes one. */

const KEPT = "galva.theme";

/** Show the page in its theme. @param {boolean} [change] to the other one, and keep it */
export function theme(change = false) {
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  let now = kept() ?? system;
  if (change) {
    now = now === "dark" ? "light" : "dark";
    keep(now);
  }
  document.documentElement.dataset.theme = now;
}

/** @returns {string | null} */
function kept() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null; // storage is off: the system's choice serves
  }
}

/** @param {string} now */
function keep(now) {
  try {
    localStorage.setItem(KEPT, now);
  } catch {
    // storage is off: for this visit only
  }
}
