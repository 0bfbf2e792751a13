/** An element of an XML file. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
}

const plain = (value: string): string => value.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" })[name]!);

/** Reads XML without comments, CDATA and entities of its own. @throws Error where it is not well-formed. */
export function readXml(source: string): XmlElement {
  const root: XmlElement = { name: '', attributes: {}, children: [], text: '' }, open = [root];
  const token = /<\?[^?]*\?>|<\/([\w:]+)>|<([\w:]+)((?: [\w:]+="[^"<]*")*)(\/?)>|([^<]+)/gy;
  let end = 0;
  for (const [whole, closed, opened, attributes, alone, text] of source.matchAll(token)) {
    end += whole.length;
    const inner = open.at(-1)!;
    if (text !== undefined) inner.text += plain(text);
    else if (closed !== undefined) {
      if (open.pop()!.name !== closed) throw new Error(`</${closed}> closes <${inner.name}>`);
    } else if (opened !== undefined) {
      const pairs = [...attributes.matchAll(/([\w:]+)="([^"]*)"/g)].map(([, name, value]) => [name, plain(value)] as const);
      if (new Set(pairs.map(([name]) => name)).size !== pairs.length) throw new Error(`<${opened}> has an attribute twice`);
      const element: XmlElement = { name: opened, attributes: Object.fromEntries(pairs), children: [], text: '' };
      inner.children.push(element);
      if (alone === '') open.push(element);
    }
  }
  if (end !== source.length || open.length !== 1 || root.children.length !== 1) throw new Error(`not well-formed from character ${end} on`);
  return root.children[0];
}

/** The element and everything below it, in the order of the file. */
export function allElements(element: XmlElement): XmlElement[] {
  return [element, ...element.children.flatMap(allElements)];
}
