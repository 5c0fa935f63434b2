// Few rules, each against a mistake; what names and types are wrong, tsc says.
import js from "@eslint/js";

const HTML = ["innerHTML", "outerHTML", "insertAdjacentHTML", "srcdoc"];
const asText = HTML.map((property) => ({ property, message: "Build elements with el()." }));

export default [
  { ignores: ["**/node_modules/**", "**/*.min.js", ".venv/**"] },
  js.configs.recommended,
  {
    files: ["**/*.js"],
    linterOptions: { reportUnusedDisableDirectives: "error" },
    languageOptions: { ecmaVersion: "latest", sourceType: "module" },
    rules: {
      "no-undef": "off", // tsc knows what a browser has
      "no-unused-vars": ["error", { ignoreRestSiblings: true }],
      "prefer-const": "error",
      "no-var": "error",
      eqeqeq: "error",
      "object-shorthand": "error",
      "no-sequences": ["error", { allowInParentheses: false }],
      "no-implicit-globals": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      // Text only ever becomes text nodes: no string is read as HTML.
      "no-restricted-properties": ["error", ...asText],
      complexity: ["error", 12], // as for Python
      "max-lines": ["error", { max: 250, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": ["error", { max: 100, skipBlankLines: true, skipComments: true }],
      "max-len": ["error", { code: 110, ignoreUrls: true }],
    },
  },
  {
    // Still one closure over the queue, the jobs and their rows; it should come apart.
    files: ["**/upload.js"],
    rules: { "max-lines-per-function": ["error", { max: 200, skipBlankLines: true, skipComments: true }] },
  },
];
