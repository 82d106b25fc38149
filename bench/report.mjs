/** Medians of a leg's rounds, with the worst latency and all failures. */
export function summarise(results) {
  const sorted = [...results].sort((a, b) => a.perSecond - b.perSecond)
  const middle = sorted[Math.floor(sorted.length / 2)]
  return {
    perSecond: middle.perSecond,
    p50Ms: median(results.map(({ p50Ms }) => p50Ms)),
    p99Ms: median(results.map(({ p99Ms }) => p99Ms)),
    worstMs: Math.max(...results.map(({ maxMs }) => maxMs)),
    failed: results.reduce((sum, { failed }) => sum + failed, 0),
    rounds: results.length,
  }
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
}

/** Prints rows of texts in columns; the first column to the left, the others to the right. */
export function printTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  rows.forEach((row, index) => {
    console.log(
      row
        .map((text, column) => (column === 0 ? text.padEnd(widths[column]) : text.padStart(widths[column])))
        .join('  '),
    )
    if (index === 0) console.log(widths.map((width) => '-'.repeat(width)).join('  '))
  })
}

export function printTarget(name, actual, wanted, isMet) {
  console.log(`${isMet ? 'ok   ' : 'below'}  ${name}: ${actual} (target ${wanted})`)
}
