/** The style sheet of documents: paper on screen, and the same on paper. */
export const style = `
:root { --ink: #14181f; --soft: #59616e; --line: #dfe3e9; --strong: #14181f; --accent: #0f5f56; --ground: #f3f4f7; }
*, *::before, *::after { box-sizing: border-box; }
body {
  margin: 0; padding: clamp(0rem, 3vw, 2.5rem); background: var(--ground); color: var(--ink);
  font: 400 .9375rem/1.5 Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
  -webkit-text-size-adjust: 100%;
}
h1, h2, p, dl, dd { margin: 0; }
main {
  max-width: 54rem; margin: 0 auto; padding: clamp(1.25rem, 4vw, 3rem); background: #fff; border-radius: .75rem;
  box-shadow: 0 1px 2px rgb(16 24 40 / .05), 0 18px 48px -16px rgb(16 24 40 / .18);
}
header { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 1rem 2rem; padding-bottom: 1.5rem; border-bottom: 2px solid var(--strong); }
.issuer { color: var(--soft); overflow-wrap: anywhere; max-width: 24rem; }
.issuer .name { color: var(--ink); font-size: 1.25rem; font-weight: 650; letter-spacing: -.01em; }
.title { text-align: end; }
.title h1 { font-size: 1.25rem; font-weight: 650; letter-spacing: -.01em; }
.title p { color: var(--soft); font-variant-numeric: tabular-nums; }
.headline { display: grid; padding: 1.5rem 0 0; }
.headline span { color: var(--soft); }
.headline strong { font-size: clamp(2rem, 6vw, 2.75rem); line-height: 1.2; font-weight: 650; letter-spacing: -.02em; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.about { display: grid; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); gap: 1.5rem 2.5rem; padding: 1.5rem 0; }
.about section { overflow-wrap: anywhere; }
h2, caption { color: var(--soft); font-size: .8125rem; font-weight: 600; text-align: start; padding-bottom: .375rem; }
.facts dl { display: grid; gap: .25rem; }
.facts dl div { display: flex; justify-content: space-between; gap: 1rem; }
.facts dt { color: var(--soft); }
.facts dd { text-align: end; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { position: static; }
.items caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { padding: .5rem 0 .5rem 1rem; text-align: start; vertical-align: top; font-weight: 400; }
th:first-child, td:first-child { padding-inline-start: 0; }
thead th { color: var(--soft); font-size: .8125rem; font-weight: 600; border-bottom: 1px solid var(--strong); white-space: nowrap; }
tbody tr { border-bottom: 1px solid var(--line); }
tbody th { min-width: 10rem; overflow-wrap: anywhere; }
.summary tbody th { min-width: 4rem; }
.end { text-align: end; white-space: nowrap; }
small { display: block; color: var(--soft); font-size: .8125rem; }
tfoot tr { border-top: 1px solid var(--strong); }
tfoot th, tfoot td { font-weight: 600; }
.sums { display: grid; gap: .375rem; width: min(100%, 22rem); margin: 1rem 0 1.5rem auto; }
.sums div { display: flex; justify-content: space-between; gap: 1.5rem; }
.sums dt { color: var(--soft); }
.sums dd { font-variant-numeric: tabular-nums; }
.sums .strong { padding-top: .625rem; margin-top: .25rem; border-top: 2px solid var(--strong); font-size: 1.1875rem; font-weight: 650; }
.sums .strong dt { color: inherit; }
.summary { font-size: .875rem; }
footer { margin-top: 1.5rem; color: var(--soft); font-size: .8125rem; }
nav { max-width: 54rem; margin: 1.25rem auto; padding: 0 1rem; text-align: center; }
nav a { display: inline-block; padding: .75rem 1.25rem; border-radius: .75rem; background: var(--accent); color: #fff; font-weight: 600; text-decoration: none; }
nav a:hover { text-decoration: underline; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
@media (max-width: 40rem) { .title { text-align: start; } main { border-radius: 0; } }
@page { size: A4; margin: 14mm; }
@media print {
  body { padding: 0; background: #fff; font-size: 9.5pt; }
  main { max-width: none; padding: 0; border-radius: 0; box-shadow: none; }
  nav { display: none; }
  thead { display: table-header-group; }
  tr, .sums, header, .about section { break-inside: avoid; }
}
`;
