const MOST_REMEMBERED = 200

/**
 * Draws each picture once. A buyer's page asks for its QR code again and again, and drawing one keeps this thread from
 * everything else for some milliseconds.
 */
export function rememberPictures<Picture>(
  draw: (text: string) => Promise<Picture>,
): (text: string) => Promise<Picture> {
  const pictures = new Map<string, Promise<Picture>>()
  return (text) => {
    const known = pictures.get(text)
    if (known !== undefined) return known
    const drawn = draw(text)
    pictures.set(text, drawn)
    drawn.catch(() => pictures.delete(text))
    const [oldest] = pictures.keys()
    if (pictures.size > MOST_REMEMBERED && oldest !== undefined) pictures.delete(oldest)
    return drawn
  }
}
