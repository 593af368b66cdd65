/** One style sheet for all pages of this service: light and dark, from 320 px up, without a script or a web font. */
export const style = `
:root {
  --ground: #f3f4f7; --card: #ffffff; --ink: #14181f; --soft: #59616e; --line: #dfe3e9; --line-strong: #8a93a1;
  --accent: #0f5f56; --accent-strong: #0b4a43; --accent-ink: #ffffff; --accent-wash: #e9f4f2;
  --panel: #0d3d38; --panel-ink: #ffffff; --panel-soft: #b9d6d1; --panel-line: rgb(255 255 255 / .16);
  --warn: #fff4d6; --warn-ink: #6a4700; --warn-line: #f0d690;
  --good: #0f7a4d; --good-wash: #e4f5ec; --bad: #b3261e; --bad-wash: #fdecea; --wait: #8a5a00; --wait-wash: #fff2d9;
  --shadow: 0 1px 2px rgb(16 24 40 / .05), 0 18px 48px -16px rgb(16 24 40 / .22);
  color-scheme: light;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0d1014; --card: #171b21; --ink: #eef1f5; --soft: #a3acb9; --line: #2b323c; --line-strong: #6d7785;
    --accent: #5cc8b8; --accent-strong: #7ad9cb; --accent-ink: #04211d; --accent-wash: #15302d;
    --panel: #10302c; --panel-ink: #f2fbf9; --panel-soft: #9cc5be; --panel-line: rgb(255 255 255 / .12);
    --warn: #2e2509; --warn-ink: #f4d98a; --warn-line: #57471a;
    --good: #5fd39b; --good-wash: #12301f; --bad: #ff8a80; --bad-wash: #3a1816; --wait: #f2c063; --wait-wash: #33270c;
    --shadow: 0 1px 2px rgb(0 0 0 / .4), 0 18px 48px -16px rgb(0 0 0 / .7);
    color-scheme: dark;
  }
}
*, *::before, *::after { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; min-height: 100dvh; display: flex; flex-direction: column;
  background: var(--ground); color: var(--ink);
  font: 400 1rem/1.5 Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  -webkit-font-smoothing: antialiased; -webkit-text-size-adjust: 100%;
}
h1, h2, p, dl, dd, fieldset { margin: 0; padding: 0; }
fieldset { border: 0; min-width: 0; }
svg { display: block; width: 1.5rem; height: 1.5rem; flex: none; }
a { color: var(--accent); text-underline-offset: .2em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: .375rem; }

.ribbon {
  display: flex; gap: .625rem; align-items: center; justify-content: center; padding: .625rem 1rem;
  background: var(--warn); color: var(--warn-ink); border-bottom: 1px solid var(--warn-line); font-size: .9375rem;
}
.ribbon svg { width: 1.25rem; height: 1.25rem; }
main { flex: 1; display: grid; place-items: center; padding: clamp(1rem, 4vw, 3rem) clamp(1rem, 4vw, 2rem); }

.checkout {
  width: 100%; max-width: 58rem; display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 7fr);
  background: var(--card); border-radius: 1.25rem; overflow: hidden; box-shadow: var(--shadow);
}
.summary {
  display: flex; flex-direction: column; gap: 2rem; padding: clamp(1.5rem, 4vw, 2.5rem);
  background: var(--panel); color: var(--panel-ink);
}
.summary :focus-visible { outline-color: var(--panel-ink); }
.shop { display: flex; align-items: center; gap: .75rem; font-weight: 600; overflow-wrap: anywhere; }
.mark {
  display: grid; place-items: center; width: 2.25rem; height: 2.25rem; flex: none; border-radius: .625rem;
  background: rgb(255 255 255 / .14);
}
.mark svg { width: 1.25rem; height: 1.25rem; }
.due { color: var(--panel-soft); font-size: .9375rem; font-weight: 400; }
.amount {
  font-size: clamp(2rem, 5vw, 2.625rem); line-height: 1.15; font-weight: 650; letter-spacing: -.02em;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
}
.facts { display: grid; font-size: .9375rem; }
.facts div {
  display: flex; flex-wrap: wrap; justify-content: space-between; gap: .125rem 1rem; padding: .75rem 0;
  border-top: 1px solid var(--panel-line);
}
.facts dt { color: var(--panel-soft); }
.facts dd { font-weight: 500; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.summary .back { margin-top: auto; }
.back {
  display: inline-flex; align-items: center; align-self: flex-start; gap: .5rem; min-height: 2.75rem;
  color: var(--panel-soft); font-size: .9375rem; text-decoration: none;
}
.back svg { width: 1.125rem; height: 1.125rem; }
.back:hover { color: var(--panel-ink); text-decoration: underline; }

.pay { display: grid; gap: 1.5rem; align-content: start; padding: clamp(1.5rem, 4vw, 2.5rem); }
.pay h1 { font-size: 1.25rem; line-height: 1.3; font-weight: 650; letter-spacing: -.01em; }
.pay .lead { color: var(--soft); font-size: .9375rem; margin-top: .25rem; }
legend { padding: 0; margin-bottom: .625rem; font-size: .9375rem; font-weight: 600; }
.methods { display: grid; gap: .625rem; }
.method {
  display: grid; grid-template-columns: auto 1fr auto; align-items: center; gap: .875rem; padding: .8125rem 1rem;
  border: 1px solid var(--line); border-radius: .75rem; cursor: pointer; transition: border-color .12s, background .12s;
}
.method:hover { border-color: var(--line-strong); }
.method > svg { color: var(--soft); }
.method b { display: block; font-weight: 550; }
.method small { display: block; color: var(--soft); font-size: .875rem; font-variant-numeric: tabular-nums; }
.method input { width: 1.125rem; height: 1.125rem; margin: 0; accent-color: var(--accent); cursor: pointer; }
.method:has(input:checked) { border-color: var(--accent); background: var(--accent-wash); box-shadow: inset 0 0 0 1px var(--accent); }
.method:has(input:checked) > svg { color: var(--accent); }
.method:has(input:focus-visible) { outline: 3px solid var(--accent); outline-offset: 2px; }
.method input:focus-visible { outline: none; }

.pay:not(:has([value=upi]:checked)) .choice { display: none; }
.choice { display: grid; gap: .375rem; font-size: .9375rem; font-weight: 550; }
.choice select {
  min-height: 2.75rem; padding: .5rem .75rem; border: 1px solid var(--line-strong); border-radius: .75rem;
  background: var(--card); color: var(--ink); font: inherit; font-weight: 400;
}
.alert {
  display: flex; gap: .625rem; align-items: center; padding: .75rem 1rem; border-radius: .75rem;
  background: var(--bad-wash); color: var(--bad); font-size: .9375rem;
}
.alert svg { width: 1.25rem; height: 1.25rem; }

.answers { display: grid; gap: .625rem; }
.row { display: grid; grid-template-columns: 1fr 1fr; gap: .625rem; }
.button {
  display: inline-flex; align-items: center; justify-content: center; gap: .5rem; min-height: 3rem; padding: .625rem 1.25rem;
  border: 1px solid transparent; border-radius: .75rem; font: inherit; font-weight: 600; text-align: center;
  text-decoration: none; cursor: pointer; transition: background .12s, border-color .12s;
}
.primary { background: var(--accent); color: var(--accent-ink); }
.primary:hover { background: var(--accent-strong); }
.secondary { background: none; color: var(--ink); border-color: var(--line-strong); font-weight: 550; }
.secondary:hover { background: var(--ground); }
.secondary.no { color: var(--bad); }
.quiet {
  justify-self: center; min-height: 2.75rem; padding: .375rem .75rem; border: 0; border-radius: .5rem; background: none;
  color: var(--soft); font: inherit; font-size: .9375rem; cursor: pointer; text-decoration: underline; text-underline-offset: .2em;
}
.quiet:hover { color: var(--ink); }

.notice {
  width: 100%; max-width: 30rem; display: grid; justify-items: center; gap: 1rem; text-align: center;
  padding: clamp(2rem, 6vw, 3rem) clamp(1.25rem, 5vw, 2.5rem);
  background: var(--card); border-radius: 1.25rem; box-shadow: var(--shadow);
}
.notice h1 { font-size: 1.5rem; line-height: 1.25; font-weight: 650; letter-spacing: -.015em; }
.notice p { color: var(--soft); max-width: 36ch; }
.notice .button { margin-top: .5rem; min-width: 14rem; }
.seal { display: grid; place-items: center; width: 4rem; height: 4rem; border-radius: 50%; }
.seal svg { width: 2rem; height: 2rem; stroke-width: 2; }
.good { background: var(--good-wash); color: var(--good); }
.bad { background: var(--bad-wash); color: var(--bad); }
.wait { background: var(--wait-wash); color: var(--wait); }
.slip {
  width: 100%; display: grid; gap: .625rem; padding: 1rem 1.25rem; margin-top: .5rem; border-radius: .75rem;
  background: var(--ground); font-size: .9375rem;
}
.slip div { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .125rem 1rem; }
.slip dt { color: var(--soft); }
.slip dd { font-weight: 550; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }

@media (max-width: 46rem) {
  main { place-items: start center; padding-top: 1rem; }
  .checkout { grid-template-columns: minmax(0, 1fr); }
  .summary { gap: 1.25rem; }
}
@media (prefers-reduced-motion: reduce) { * { transition: none !important; } }
@media (forced-colors: active) { .method:has(input:checked) { outline: 2px solid; } }
`;
