/** Elements without markup: what devices and files say is never read as HTML. */

/**
 * @param {string} tag or "svg:tag"
 * @param {Record<string, any>} [attributes] onclick and the like take functions; false, null: left out
 * @param {...(Node | string)} children
 * @returns {any} the element
 */
export function h(tag, attributes = {}, ...children) {
  const drawn = tag.startsWith("svg:");
  const made = drawn
    ? document.createElementNS("http://www.w3.org/2000/svg", tag.slice(4))
    : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null) made.setAttribute(name, String(value));
  }
  made.append(...children);
  return made;
}

/** Set a text only when it is another one: a screen reader is told of changes alone. @param {Node} node @param {string} text */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Whether a letter would go into a field. @param {EventTarget | null} target @returns {boolean} */
export function typing(target) {
  const fields = "input:not([type=range], [type=checkbox]), select, textarea";
  return target instanceof Element && target.closest(fields) !== null;
}
