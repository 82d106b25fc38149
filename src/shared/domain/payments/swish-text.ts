/**
 * Text that goes to Swish. Its character sets differ between sources, so that only what all of them allow is sent.
 *
 * Callers never make a free text the whole message: the Merchant Swish Simulator reads a message that equals an error
 * code (an event called `FF08`) as an order to fail. Put a word and the order number first.
 */

const messageMaxLength = 50
const referenceMaxLength = 35

const combiningMarks = /\p{M}/gu
/** Dashes, slashes and white space stand between words: what is left of them is a space. */
const separators = /[\p{Pd}\p{Z}\s/\\_|+&]+/gu
const notInMessages = /[^A-Za-z0-9ÅÄÖåäö :;.,?!()]/g
const notInReferences = /[^A-Za-z0-9-]/g

/** `é` becomes `e`; å, ä and ö stay, which Swish takes as they are. */
function withoutForeignAccents(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[^ÅÄÖåäö]/gu, (character) => character.normalize('NFD').replace(combiningMarks, ''))
}

/**
 * The text as Swish shows it to the payer: letters A–Z and ÅÄÖ, digits, space and `:;.,?!()`, at most 50 characters.
 * Accents fall off, separators become one space, everything else is dropped; the result may be empty.
 */
export function swishMessage(text: string): string {
  return withoutForeignAccents(text)
    .replace(separators, ' ')
    .replace(notInMessages, '')
    .replace(/ {2,}/g, ' ')
    .trim()
    .slice(0, messageMaxLength)
    .trimEnd()
}

/**
 * Our reference of a payment or refund as every version of Swish's rule takes it: 1 to 35 of A–Z, a–z, digits and `-`.
 *
 * @throws RangeError when nothing is left: references are made by us from order numbers, never typed
 */
export function swishReference(text: string): string {
  const reference = text.replace(notInReferences, '').slice(0, referenceMaxLength)
  if (reference === '') throw new RangeError('A Swish reference needs a letter or a digit')
  return reference
}
