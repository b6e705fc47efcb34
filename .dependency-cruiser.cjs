/** Imports point inwards: ARCHITECTURE section 2. Run by scripts/boundaries.mjs. */
const nodeBuiltins = { dependencyTypes: ["core"] };

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "core-imports-nothing",
      comment: "The core is pure: it imports only itself.",
      severity: "error",
      from: { path: "^packages/core/src" },
      to: { pathNot: "^packages/core/src" },
    },
    {
      name: "core-no-node-builtins",
      comment: "The core has no I/O.",
      severity: "error",
      from: { path: "^packages/core/src" },
      to: nodeBuiltins,
    },
    {
      name: "protocol-imports-only-core",
      comment: "The protocol takes ids and codes from core, and zod to define messages.",
      severity: "error",
      from: { path: "^packages/protocol/src" },
      to: { pathNot: "^packages/(protocol|core)/src|(^|/)node_modules/zod/" },
    },
    {
      name: "packages-import-no-apps",
      severity: "error",
      from: { path: "^packages/" },
      to: { path: "^apps/" },
    },
    {
      name: "apps-import-no-other-app",
      severity: "error",
      from: { path: "^apps/([^/]+)/" },
      to: { path: "^apps/", pathNot: "^apps/$1/" },
    },
    {
      name: "test-phone-shares-no-voice",
      comment:
        "The test phone is the other side of a call: with our own SIP or media in it, it would prove nothing.",
      severity: "error",
      from: { path: "^apps/test-phone/src" },
      to: { path: "^packages/(sip|media|core)/" },
    },
    {
      name: "packages-through-their-face",
      comment: "Another workspace is imported by its package name, whose exports are its public face.",
      severity: "error",
      from: { path: "^(packages|apps)/([^/]+)/src" },
      to: { path: "^packages/", pathNot: "^packages/$2/", dependencyTypes: ["local"] },
    },
    {
      name: "native-webrtc-in-workers-only",
      comment: "Two of its users in one process have ended the whole process: only media workers load it.",
      severity: "error",
      from: { path: "^apps/voice/src/main\\.ts$|^apps/server/src/main\\.ts$" },
      to: { path: "(^|/)node_modules/node-datachannel/|^packages/media/src/leg/webrtc/", reachable: true },
    },
    {
      name: "no-foreign-sip-stack",
      comment: "The sip package of npm is a peer in tests; the test phone is one, too.",
      severity: "error",
      from: { path: "^(packages|apps)/[^/]+/src", pathNot: "^apps/test-phone/" },
      to: { path: "(^|/)node_modules/sip/" },
    },
    {
      name: "resolvable",
      comment: "What is imported must exist and be resolved, or the rules above would not see it.",
      severity: "error",
      from: { path: "^(packages|apps)/[^/]+/src" },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|dist\\.new|dist\\.old)/|\\.css(\\?|$)" },
    tsPreCompilationDeps: true,
    preserveSymlinks: false,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensionAlias: { ".js": [".ts", ".tsx", ".js"] },
      extensions: [".ts", ".tsx", ".js", ".mjs", ".cjs", ".json", ".d.ts"],
    },
  },
};
