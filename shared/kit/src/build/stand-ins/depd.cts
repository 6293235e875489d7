/**
 * Stands in a bundle for depd, which warns those who call Express in an old way: only the kit calls it, and its
 * tests, which run without a bundle, would show that.
 */
function depd(_namespace: string) {
  const deprecate = (_message: string) => {};
  return Object.assign(deprecate, { function: <F,>(wrapped: F) => wrapped, property() {} });
}

module.exports = depd;
