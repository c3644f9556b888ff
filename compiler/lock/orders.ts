// Words in a description that speak to the model over the head of the person: what tool-poisoning attacks are made of.

/** Each with what it is. Whole words, in any case; the texts are short, and each pattern is linear in them. */
const orders: readonly (readonly [RegExp, string])[] = [
  [
    /<\/?(?:important|system|instructions?|secret|hidden|admin|assistant|user)\b[^>]{0,40}>/i,
    'a tag that sets it apart for the model',
  ],
  [
    /\b(?:ignore|disregard|forget|override)\s+(?:all\s+|any\s+)?(?:of\s+)?(?:the\s+|your\s+|these\s+|other\s+)?(?:previous|prior|above|earlier|other|system)\b/i,
    'an order to ignore what was said before',
  ],
  [
    /\b(?:do\s+not|don['’]t|never|without)\s+(?:tell|telling|inform|informing|mention|mentioning|reveal|revealing|show|showing|notify|notifying|ask|asking|alert|alerting)\s+(?:\w+\s+){0,3}?(?:to\s+)?(?:the\s+|any\s+)?user\b/i,
    'an order to keep something from the user',
  ],
  [
    /\b(?:system\s+prompt|chain\s+of\s+thought|conversation\s+history|previous\s+messages)\b/i,
    'it speaks of what the model was told',
  ],
  [
    /(?:~|\$HOME|\/root|\/home\/\w+)?\/?\.(?:ssh|aws|gnupg|kube|docker|cursor|claude)\b|\bid_(?:rsa|ed25519)\b|\/etc\/(?:passwd|shadow)\b|\.env\b(?!\.)|\bmcp\.json\b/i,
    'it names a file of secrets',
  ],
  [
    /\byou\s+(?:must|have\s+to|are\s+required\s+to)\s+(?:first\s+|always\s+)?(?:call|use|run|invoke|read|send|include|pass)\b/i,
    'an order to the model',
  ],
  [
    /\b(?:before|after|when(?:ever)?)\s+(?:using|calling|invoking|running)\s+(?:any|all|every|another|other)\s+(?:\w+\s+)?tools?\b/i,
    'an order for other tools',
  ],
];

/** Most texts are names of properties, and hold nothing that every order has. */
const speaks = /[\s<./]|id_/i;

/** What a text orders a model to do, with the very words; null where it orders nothing. */
export function orderIn(text: string): { readonly what: string; readonly words: string } | null {
  if (!speaks.test(text)) return null;
  for (const [pattern, what] of orders) {
    const found = pattern.exec(text);
    if (found !== null) return { what, words: found[0] };
  }
  return null;
}
