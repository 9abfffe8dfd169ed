/** What outlives a reload of this tab, and nothing else: sessionStorage, as JSON. */

/** @param {string} name @returns {any} null: nothing, or damaged */
export function kept(name) {
  try {
    return JSON.parse(sessionStorage.getItem(`galva.${name}`) ?? "null");
  } catch {
    return null; // storage is off, or it is no JSON
  }
}

/** @param {string} name @param {any} value null forgets it */
export function keep(name, value) {
  try {
    if (value === null) sessionStorage.removeItem(`galva.${name}`);
    else sessionStorage.setItem(`galva.${name}`, JSON.stringify(value));
  } catch {
    // storage is off: until the reload only
  }
}
