/** Every path at which a call of the ticket API answers: with `_` or `-`, with or without the last slash. */
export function spellings(name: string): [documented: string, ...aliases: string[]] {
  const dashed = name.replaceAll('_', '-')
  const aliases = dashed === name ? [] : [`/${dashed}/`, `/${dashed}`]
  return [`/${name}/`, `/${name}`, ...aliases]
}
