// How the value of a variable is looked up: by the beginning of its JSON.

/** So many characters of it are looked at. */
export const SHORT = 200;

/** What is indexed of a variable's JSON. A list or an object is not looked up: it may hold what a mask hides. */
export const shortOf = (json: string): string => (/^[[{]/.test(json) ? '' : json.slice(0, SHORT));
