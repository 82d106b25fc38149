/** The layers of the house: docs/architecture.md says why. Each rule names what a folder must not reach. */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: '^src/', pathNot: [from, ...allowed].map((path) => `(${path})`).join('|') },
})
const without = (name, from, packages, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: packages.map((it) => `node_modules/${it}/`).join('|') },
})

const contract = '^src/shared/(contract|domain|time|text|sealing)/'

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '\\?raw$' } },
    only('domain-is-pure', '^src/shared/domain/', []),
    {
      name: 'domain-needs-nothing',
      severity: 'error',
      from: { path: '^src/shared/domain/' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'] },
    },
    only('shared-stays-shared', '^src/shared/', []),
    only('storage', '^src/main/storage/', [contract]),
    only('swish', '^src/main/swish/', [contract]),
    only('devices', '^src/main/devices/', [contract]),
    only('lan', '^src/main/lan/', [contract]),
    only('services', '^src/main/services/', [contract, '^src/main/(storage|devices|swish)/']),
    only('http', '^src/main/http/', [contract, '^src/main/services/']),
    only('server', '^src/main/server/', [
      contract,
      '^src/main/(services|storage|http|devices|swish|lan)/',
      '^package.json$',
    ]),
    only('preload', '^src/preload/', ['^src/shared/contract/']),
    only('renderer', '^src/renderer/', [contract]),
    {
      name: 'features-apart',
      comment: 'A screen may be thrown away without another noticing.',
      severity: 'error',
      from: { path: '^src/renderer/features/([^/]+)/' },
      to: { path: '^src/renderer/features/', pathNot: '^src/renderer/features/$1/' },
    },
    without('sql-in-storage', '^src/(?!main/storage/)', ['kysely', 'better-sqlite3'], 'SQL lives in one folder.'),
    {
      name: 'sqlite-in-one-folder',
      comment: 'PostgreSQL will join for venues that outgrow one machine.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/main/storage/sqlite/' },
      to: { path: 'node_modules/better-sqlite3/', dependencyTypesNot: ['type-only'] },
    },
    without(
      'fastify-in-http',
      '^src/(?!main/(http|server)/)',
      ['fastify', '@fastify/[^/]+'],
      'HTTP lives in one folder.',
    ),
    without(
      'electron-outside',
      '^src/(?!main/(index|app/|ipc/)|preload/)',
      ['electron'],
      'The server knows no Electron.',
    ),
    without(
      'network-in-lan',
      '^src/(?!main/lan/)',
      ['@peculiar/[^/]+', 'bonjour-service'],
      'Our own certificates and multicast DNS live in one folder.',
    ),
    without('vue-in-renderer', '^src/(?!renderer/)', ['vue', 'pinia', 'vuetify'], 'Screens live in one folder.'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
