import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

/** What the core must not reach for: clock, chance, I/O, or any state that is not its own. */
const FORBIDDEN = new Set([
  "Date",
  "Temporal",
  "crypto",
  "performance",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "queueMicrotask",
  "process",
  "console",
  "fetch",
  "globalThis",
  "global",
  "window",
  "self",
  "document",
  "navigator",
  "localStorage",
  "WebSocket",
  "XMLHttpRequest",
  "Worker",
  "require",
  "Buffer",
  "Promise",
  "Intl",
  "eval",
  "Function",
]);

/**
 * Reads every TypeScript file below a folder and tells where it is not pure.
 * A name counts only where it means the global one: not as a property, a type, or a name of the file's own.
 */
export function findImpurities(folder) {
  const files = sourcesBelow(folder);
  const impurities = [];
  for (const file of files) {
    const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
    const own = declaredNames(source);
    const tell = (node, what) => {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      impurities.push(`${path.relative(process.cwd(), file)}:${line + 1} uses ${what}`);
    };
    const visit = (node) => {
      if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return;
      if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier))
        tell(node, "await");
      if (node.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.AsyncKeyword))
        tell(node, "async");
      if (node.kind === ts.SyntaxKind.ImportKeyword && ts.isCallExpression(node.parent))
        tell(node, "import()");
      if (ts.isMetaProperty(node)) tell(node, "import.meta");
      if (isMathRandom(node)) tell(node, "Math.random");
      if (ts.isIdentifier(node) && FORBIDDEN.has(node.text) && !own.has(node.text) && isReference(node)) {
        tell(node, node.text);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return { files: files.length, impurities };
}

/** `Math.random`, `Math["random"]` and `const { random } = Math`. */
function isMathRandom(node) {
  const isMath = (expression) => ts.isIdentifier(expression) && expression.text === "Math";
  if (ts.isPropertyAccessExpression(node)) return isMath(node.expression) && node.name.text === "random";
  if (ts.isElementAccessExpression(node)) return isMath(node.expression);
  return ts.isVariableDeclaration(node) && node.initializer !== undefined && isMath(node.initializer);
}

function isReference(node) {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isQualifiedName(parent)) return false;
  if (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent)) return parent.initializer === node;
  if (ts.isPropertyDeclaration(parent) || ts.isMethodDeclaration(parent)) return parent.initializer === node;
  if (ts.isBindingElement(parent)) return parent.initializer === node;
  return !ts.isImportSpecifier(parent) && !ts.isExportSpecifier(parent);
}

function declaredNames(source) {
  const names = new Set();
  const visit = (node) => {
    const declares =
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isClassDeclaration(node) ||
      ts.isBindingElement(node) ||
      ts.isImportSpecifier(node);
    if (declares && node.name !== undefined && ts.isIdentifier(node.name)) names.add(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

function sourcesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}
