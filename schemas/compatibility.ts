// Whether a reader's schema can read what a writer's schema wrote: the rule the registry enforces, checked before it is asked.
import avro from 'avsc';
import { DecimalType } from './decimal.ts';

const parse = (schema: string): avro.Type =>
  avro.Type.forSchema(JSON.parse(schema) as avro.Schema, { logicalTypes: { decimal: DecimalType } } as never);

/** Why `reader` cannot read data of `writer` (both schema texts), or undefined where it can. */
export const incompatibility = (reader: string, writer: string): string | undefined => {
  try {
    parse(reader).createResolver(parse(writer));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};
