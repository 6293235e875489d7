import type { JsonSchemaType, jsonSchemaValidator } from '@modelcontextprotocol/server';

/**
 * The SDK compiles JSON Schemas only to check the answers of elicitation forms, which this kit checks with
 * its own schemas. Refusing here saves every start the SDK's default validator.
 */
export const noValidator: jsonSchemaValidator = {
  getValidator: <T>(_schema: JsonSchemaType) => {
    return () => ({
      valid: false as const,
      data: undefined as T | undefined as undefined,
      errorMessage: 'JSON Schema validation is not available',
    });
  },
};
