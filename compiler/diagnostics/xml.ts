// Text in XML 1.0.

/** Characters that no XML document may hold, not even escaped (https://www.w3.org/TR/xml/#charsets). */
const impossible = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

/** As content or as the value of an attribute. */
export function xml(text: string): string {
  return text.replace(impossible, '\ufffd').replace(/[&<>"\n\r\t]/g, (found) => entities[found] ?? '');
}

/** `<name a="b">…</name>`; attributes that are undefined are left out. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  content: readonly string[] | string = '',
): string {
  const given = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${xml(String(value))}"`)
    .join('');
  if (content.length === 0) return `<${name}${given}/>`;
  const inside = typeof content === 'string' ? xml(content) : `\n${content.map(indented).join('\n')}\n`;
  return `<${name}${given}>${inside}</${name}>`;
}

function indented(text: string): string {
  return text.replace(/^/gm, '  ');
}
