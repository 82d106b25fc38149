/** The page on which a person plays the customer: Swedish with English beside it, nothing but the browser's own. */
export const controlPage = `<!doctype html>
<html lang="sv">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Swish-simulator</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
  body { max-width: 60rem; margin: 0 auto; padding: 1rem }
  fieldset, article { border: 1px solid #8888; border-radius: .5rem; margin: 0 0 1rem; padding: .75rem 1rem }
  article > p { margin: 0 0 .5rem; overflow-wrap: anywhere }
  strong { font-size: 1.25rem }
  button { font: inherit; padding: .4rem .8rem; margin: 0 .25rem .25rem 0 }
  label { display: inline-block; margin-right: 1.5rem }
  textarea { width: 100%; box-sizing: border-box; font: .875rem/1.4 ui-monospace, monospace }
</style>
</head>
<body>
<h1>Swish-simulator</h1>
<form>
  <fieldset>
    <legend>Kunden <span lang="en">(the customer)</span></legend>
    <label><input type="radio" name="mode" value="automatic"> Betalar av sig själv <span lang="en">(pays by itself)</span></label>
    <label><input type="radio" name="mode" value="by_hand"> Spelas här <span lang="en">(is played here)</span></label>
  </fieldset>
  <fieldset>
    <legend>Linjen <span lang="en">(the line)</span></legend>
    <label><input type="radio" name="line" value="up"> Uppe <span lang="en">(up)</span></label>
    <label><input type="radio" name="line" value="down"> Nere <span lang="en">(down)</span></label>
  </fieldset>
</form>
<h2>Väntande betalningar <span lang="en">(waiting payments)</span></h2>
<div id="waiting"></div>
<p id="none">Inga just nu. <span lang="en">(None right now.)</span></p>
<details>
  <summary>Fel och störningar <span lang="en">(faults)</span></summary>
  <form id="faults">
    <p><label for="rules">Regler som JSON <span lang="en">(rules as JSON)</span></label></p>
    <textarea id="rules" rows="8" spellcheck="false"></textarea>
    <p>Till exempel <span lang="en">(for instance)</span>
    <code>[{"on":"callback","fault":{"kind":"lost"},"times":1}]</code>,
    <code>[{"on":"payment","course":{"status":"DECLINED"}}]</code>,
    <code>[{"on":"answer","operation":"create_payment","fault":{"kind":"dropped","acted":true},"chance":0.5}]</code></p>
    <button>Använd <span lang="en">(use)</span></button>
  </form>
</details>
<p id="problem" role="alert"></p>
<script>
  const deeds = [
    ['pay', 'Betala', 'pay'], ['decline', 'Avböj', 'decline'], ['time_out', 'Låt tiden gå ut', 'time out'],
    ['bank_refuses', 'Banken nekar', 'bank refuses'], ['bank_id_cancelled', 'BankID avbryts', 'BankID cancelled'],
    ['bank_silent', 'Banken svarar inte', 'bank silent'],
  ]
  const at = (id) => document.getElementById(id)
  const element = (name, text, lang) => {
    const made = document.createElement(name)
    made.textContent = text
    if (lang) made.lang = lang
    return made
  }
  let shown = ''

  async function call(path, method, content) {
    const answer = await fetch(path, method && {
      method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(content),
    })
    const state = await answer.json()
    at('problem').textContent = state.error ?? ''
    if (answer.ok) show(state)
    return answer.ok
  }

  function show({ mode, line, waiting, rules }) {
    for (const name of ['mode', 'line']) {
      document.querySelector('input[name=' + name + '][value=' + { mode, line }[name] + ']').checked = true
    }
    if (!at('rules').matches(':focus') && !at('rules').value) at('rules').value = JSON.stringify(rules, null, 2)
    at('none').hidden = waiting.length > 0
    const next = JSON.stringify(waiting)
    if (next === shown) return // A button is not to vanish under the finger.
    shown = next
    at('waiting').replaceChildren(...waiting.map(card))
  }

  function card(payment) {
    const made = document.createElement('article')
    const amount = (payment.amountOre / 100).toLocaleString('sv-SE', { style: 'currency', currency: 'SEK' })
    const what = document.createElement('p')
    what.append(element('strong', amount), ' ' + payment.message + ' · ' + (payment.payerAlias ?? 'QR'))
    made.append(what)
    for (const [deed, swedish, english] of deeds) {
      const button = element('button', swedish + ' ')
      button.type = 'button'
      button.append(element('span', '(' + english + ')', 'en'))
      button.onclick = () => call('/control/payments/' + payment.instructionId, 'POST', { deed })
      made.append(button)
    }
    return made
  }

  document.querySelector('form').onchange = (event) => {
    const { mode, line } = Object.fromEntries(new FormData(event.currentTarget))
    call('/control', 'PUT', { mode, line })
  }
  at('faults').onsubmit = (event) => {
    event.preventDefault()
    try {
      call('/control/rules', 'PUT', JSON.parse(at('rules').value || '[]'))
    } catch (error) {
      at('problem').textContent = error.message
    }
  }
  const refresh = () => call('/control').catch(() => {
    at('problem').textContent = 'Simulatorn svarar inte. (The simulator does not answer.)'
  }).finally(() => setTimeout(refresh, 1000))
  refresh()
</script>
</body>
</html>
`
