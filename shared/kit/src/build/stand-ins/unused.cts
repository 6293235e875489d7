/**
 * Stands in a bundle for what Express answers files, downloads, cookies, forms and nested queries with: 60 KB that
 * an endpoint for JSON-RPC never calls.
 */
function unused(): never {
  throw new Error('This part of Express is not part of this bundle');
}

module.exports = unused;
