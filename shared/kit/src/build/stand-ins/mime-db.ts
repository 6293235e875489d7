/**
 * Stands in a bundle for mime-db, 150 KB about 2,500 media types, by which Express completes a Content-Type. A
 * server answers with these.
 */
const text = { charset: 'UTF-8', compressible: true };
const json = { ...text, extensions: ['json'] };
const plain = { ...text, extensions: ['txt'] };
const html = { ...text, extensions: ['html'] };
const events = { ...text, extensions: [] };
const bytes = { compressible: false, extensions: ['bin'] };

export {
  bytes as 'application/octet-stream',
  events as 'text/event-stream',
  html as 'text/html',
  json as 'application/json',
  plain as 'text/plain',
};
