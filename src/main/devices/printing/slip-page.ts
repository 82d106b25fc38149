import { createHash } from 'node:crypto'
import type { Slip, SlipLine } from '#shared/domain/printing/slip'
import type { Language } from '#shared/text/language'
import { escapeHtml } from '../mail/escape-html'

/** Readable on any phone, printable, in light and dark; nothing is loaded from anywhere. */
const style = `:root{color-scheme:light dark;--ground:#f4f1ee;--paper:#fff;--ink:#1a1416;--line:#cfc7ca}
@media(prefers-color-scheme:dark){:root{--ground:#171315;--paper:#231d20;--ink:#f3eeec;--line:#5c5257}}
body{margin:0;padding:24px 12px;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{box-sizing:border-box;max-width:26rem;margin:0 auto;padding:24px 20px;background:var(--paper);font-variant-numeric:tabular-nums}
p{margin:0;overflow-wrap:anywhere;white-space:pre-wrap}.c{text-align:center}.r{text-align:right}.b{font-weight:700}.l{font-size:200%;line-height:1.3}
.p{display:flex;justify-content:space-between;gap:16px}.p span+span{white-space:nowrap}
hr{margin:10px 0;border:0;border-top:1px solid var(--line)}.g{height:12px}
h1{position:absolute;width:1px;height:1px;margin:0;overflow:hidden;clip-path:inset(50%)}
@media print{body{padding:0;background:none}main{padding:0}}`

/** What the page may do, which is: be read. */
export const slipPagePolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`

/** A slip as a page of its own. Every text in it is a person's and is escaped. */
export function slipToPage(slip: Slip, language: Language): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>${escapeHtml(slip.title)}</title>
<style>${style}</style>
</head>
<body><main>
<h1>${escapeHtml(slip.title)}</h1>
${slip.lines.map(line).join('\n')}
</main></body>
</html>
`
}

function line(it: SlipLine): string {
  switch (it.kind) {
    case 'rule':
      return '<hr>'
    case 'gap':
      return '<div class="g"></div>'
    case 'qr':
      // No page has one: whoever reads it holds the phone that would have to scan it.
      return `<p class="c">${escapeHtml(it.caption ?? it.data)}</p>`
    case 'text': {
      const align = it.align === 'centre' ? ['c'] : it.align === 'right' ? ['r'] : []
      return `<p${classes([...align, ...lookOf(it)])}>${escapeHtml(it.text)}</p>`
    }
    case 'pair':
      return `<p${classes(['p', ...lookOf(it)])}><span>${escapeHtml(it.left)}</span><span>${escapeHtml(it.right)}</span></p>`
  }
}

function lookOf({ size, bold }: { size?: 'normal' | 'large'; bold?: boolean }): string[] {
  return [...(size === 'large' ? ['l'] : []), ...(bold === true ? ['b'] : [])]
}

const classes = (names: string[]) => (names.length === 0 ? '' : ` class="${names.join(' ')}"`)
