/**
 * Stands in a bundle for what the SDK picks by runtime. Its default validator is Ajv, a quarter of the bundle,
 * which a server needs only to check the answers of elicitation forms; the kit checks those with zod.
 */
export { default as process } from 'node:process';

export class DefaultJsonSchemaValidator {
  getValidator(): never {
    throw new Error('JSON Schema validation is not part of this bundle');
  }
}
