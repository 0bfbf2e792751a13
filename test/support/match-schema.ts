/** The part of JSON Schema that docs/openapi.json uses; a word that is not known here is a fault, so that nothing passes unseen. */
export interface Schema { readonly [word: string]: unknown }

const annotations: ReadonlySet<string> = new Set(['description', 'default', 'title', 'format', 'examples', 'propertyNames']);

const typeOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);
const isType = (value: unknown, type: string): boolean => (type === 'integer' ? Number.isInteger(value) : typeOf(value) === type);

/** What of a value does not fit a schema, each with its place; empty when it fits. */
export function findMisfits(value: unknown, schema: Schema, place = ''): string[] {
  return Object.entries(schema).flatMap(([word, rule]) => {
    if (annotations.has(word)) return [];
    const check = words[word];
    if (check === undefined) throw new Error(`match-schema.ts does not know the word ${word}`);
    return check(value, rule, place, schema);
  });
}

type Check = (value: unknown, rule: unknown, place: string, schema: Schema) => string[];
const say = (holds: boolean, place: string, what: string): string[] => (holds ? [] : [`${place === '' ? 'the body' : place} ${what}`]);
const isObject = (value: unknown): value is Record<string, unknown> => typeOf(value) === 'object';
const asSchema = (rule: unknown): Schema => (rule === true ? {} : rule as Schema);
const one: Check = (value, rule, place) => {
  const each = (rule as Schema[]).map((schema) => findMisfits(value, schema, place));
  return each.some((misfits) => misfits.length === 0) ? [] : [`${place} fits none of ${each.length}: ${each.toSorted((a, b) => a.length - b.length)[0].join('; ')}`];
};
const bound = (holds: (value: number, limit: number) => boolean, word: string): Check => (value, rule, place) => say(typeof value !== 'number' || holds(value, rule as number), place, `is ${String(value)}, not ${word} ${String(rule)}`);
const size = (holds: (size: number, limit: number) => boolean): Check => (value, rule, place) => say(!(typeof value === 'string' || Array.isArray(value)) || holds(value.length, rule as number), place, `has the wrong length for ${String(rule)}`);

const words: Record<string, Check> = {
  type: (value, rule, place) => say([rule].flat().some((type) => isType(value, type as string)), place, `is ${typeOf(value)}, not ${[rule].flat().join(' or ')}`),
  enum: (value, rule, place) => say((rule as unknown[]).includes(value), place, `is ${JSON.stringify(value)}, none of ${JSON.stringify(rule)}`),
  const: (value, rule, place) => say(value === rule, place, `is ${JSON.stringify(value)}, not ${JSON.stringify(rule)}`),
  anyOf: one,
  oneOf: one,
  allOf: (value, rule, place) => (rule as Schema[]).flatMap((schema) => findMisfits(value, schema, place)),
  required: (value, rule, place) => (isObject(value) ? (rule as string[]).filter((name) => !(name in value)).map((name) => `${place} lacks ${name}`) : []),
  properties: (value, rule, place) => (isObject(value) ? Object.entries(rule as Record<string, Schema>).flatMap(([name, schema]) => (name in value ? findMisfits(value[name], schema, `${place}.${name}`) : [])) : []),
  additionalProperties: (value, rule, place, { properties = {} }) => {
    const others = isObject(value) ? Object.keys(value).filter((name) => !(name in (properties as object))) : [];
    return rule === false ? others.map((name) => `${place} has ${name}, which is not described`) : others.flatMap((name) => findMisfits((value as Record<string, unknown>)[name], asSchema(rule), `${place}.${name}`));
  },
  items: (value, rule, place, { prefixItems = [] }) => (Array.isArray(value) ? value.slice((prefixItems as Schema[]).length).flatMap((item, at) => findMisfits(item, asSchema(rule), `${place}[${at}]`)) : []),
  prefixItems: (value, rule, place) => (Array.isArray(value) ? (rule as Schema[]).flatMap((schema, at) => findMisfits(value[at], schema, `${place}[${at}]`)) : []),
  pattern: (value, rule, place) => say(typeof value !== 'string' || new RegExp(rule as string, 'u').test(value), place, `is ${JSON.stringify(value)}, not like ${String(rule)}`),
  minimum: bound((value, limit) => value >= limit, 'at least'),
  maximum: bound((value, limit) => value <= limit, 'at most'),
  exclusiveMinimum: bound((value, limit) => value > limit, 'above'),
  exclusiveMaximum: bound((value, limit) => value < limit, 'below'),
  minItems: size((length, limit) => length >= limit),
  maxItems: size((length, limit) => length <= limit),
  minLength: size((length, limit) => length >= limit),
  maxLength: size((length, limit) => length <= limit),
};
