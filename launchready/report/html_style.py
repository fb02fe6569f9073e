"""How the HTML report looks: in the light, in the dark, on paper; nothing is fetched."""

STYLE = """
:root { color-scheme: light dark;
  --page: #f7f7f5; --sheet: #fff; --ink: #1d2125; --soft: #5c6670; --line: #dcdfe3; --code: #eef0f2;
  --red: #b3261e; --amber: #8a5a00; --blue: #1f5fae; --green: #1b6e3c; --grey: #5c6670;
  --red-wash: #fdeceb; --amber-wash: #fdf3df; --blue-wash: #eaf2fc; --green-wash: #e7f5ec; }
@media (prefers-color-scheme: dark) { :root {
  --page: #14171a; --sheet: #1d2125; --ink: #e7eaed; --soft: #a3adb7; --line: #343a40;
  --code: #2a3036; --red: #ff8f87; --amber: #f2bd5b; --blue: #8ebcf5; --green: #7fd6a0;
  --grey: #a3adb7; --red-wash: #3a201f; --amber-wash: #362a14; --blue-wash: #1b2a3d;
  --green-wash: #182e21; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial,
    sans-serif; }
main { max-width: 56rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { margin: 0; font-size: 2.5rem; line-height: 1.1; letter-spacing: -.02em; }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.15rem; }
h3 { margin: 0; font-size: 1.05rem; }
p { margin: .25rem 0; }
code { font: .875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono",
    monospace;
  background: var(--code); padding: .1em .35em; border-radius: 4px; overflow-wrap: anywhere;
  unicode-bidi: isolate; }
header { padding: 1.5rem; margin-bottom: 1.5rem; border-radius: 10px; background: var(--wash);
  border-left: 6px solid var(--tone); }
header h1 { color: var(--tone); }
header .meaning { font-size: 1.1rem; margin-top: .5rem; }
.soft, .soft code { color: var(--soft); font-size: .9rem; }
.go, .clear { --tone: var(--green); --wash: var(--green-wash); }
.no-go, .blocker { --tone: var(--red); --wash: var(--red-wash); }
.unknown, .unanswered, .risk { --tone: var(--amber); --wash: var(--amber-wash); }
.advice { --tone: var(--blue); --wash: var(--blue-wash); }
.none { --tone: var(--grey); --wash: transparent; }
.mark { display: inline-block; padding: .1rem .55rem; border-radius: 99px; font-size: .8rem;
  font-weight: 600; color: var(--tone); background: var(--wash); border: 1px solid var(--tone);
  white-space: nowrap; }
.stages { display: grid; grid-template-columns: repeat(7, 1fr); gap: .5rem; padding: 0;
  margin: 1.5rem 0; list-style: none; }
.stages li { background: var(--wash); border: 1px solid var(--line); border-radius: 6px;
  border-top: 4px solid var(--tone); padding: .5rem .6rem; font-size: .85rem; line-height: 1.35; }
.stages span { color: var(--tone); display: block; }
.ten { grid-template-columns: repeat(5, 1fr); }
article { background: var(--sheet); border: 1px solid var(--line); border-radius: 8px;
  border-left: 4px solid var(--tone); padding: 1rem 1.25rem; margin: .75rem 0;
  break-inside: avoid; }
.title { display: flex; flex-wrap: wrap; gap: .4rem .75rem; align-items: center;
  margin-bottom: .5rem; }
.title .soft { margin-left: auto; }
dl { display: grid; grid-template-columns: 8rem 1fr; gap: .3rem 1rem; margin: .75rem 0 0; }
dt { color: var(--soft); font-size: .9rem; }
dd { margin: 0; overflow-wrap: anywhere; }
dd code { display: inline-block; }
.whole { white-space: nowrap; }
article p { overflow-wrap: anywhere; unicode-bidi: isolate; }
details { background: var(--sheet); border: 1px solid var(--line); border-radius: 8px;
  padding: .75rem 1.25rem; margin: .75rem 0; }
summary { cursor: pointer; font-weight: 600; }
.plain { padding-left: 1.25rem; margin: .5rem 0; }
.plain li { margin: .35rem 0; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; font-size: .9rem;
  font-variant-numeric: tabular-nums; background: var(--sheet); }
caption { caption-side: bottom; text-align: left; padding: .35rem 0; }
th, td { text-align: left; padding: .45rem .75rem; border: 1px solid var(--line);
  vertical-align: top; }
thead th { color: var(--soft); font-weight: 600; }
.target dl { grid-template-columns: 13rem 1fr; }
figure { margin: .5rem 0; overflow-x: auto; }
.chart { display: block; width: 100%; min-width: 34rem; height: auto;
  font: 12px/1 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
.chart text { fill: var(--soft); font-variant-numeric: tabular-nums; }
.chart path { fill: none; stroke-width: 1; stroke: var(--soft); stroke-linejoin: round; }
.chart .longest-word { fill: var(--grey); }
.chart .grid { stroke: var(--line); }
.chart .band { stroke: none; fill: var(--blue); opacity: .16; }
.chart .p50 { stroke: var(--blue); stroke-width: 2; stroke-linecap: round; }
.chart .p95 { stroke: var(--blue); stroke-width: 2; stroke-dasharray: 5 3; }
.chart .longest { stroke: var(--grey); stroke-width: 3; stroke-linecap: round; opacity: .55; }
.chart .limit { stroke: var(--red); stroke-width: 1.5; stroke-dasharray: 2 3; }
.chart .bars { stroke: none; fill: var(--blue); opacity: .55; }
.chart .before { stroke: var(--amber); stroke-width: 1.5; }
.chart .mark { stroke: var(--ink); stroke-width: 1; opacity: .7; }
.chart .failed { stroke: none; fill: var(--red); }
.chart .p50-word, .chart .p95-word, .chart .mark-word { fill: var(--ink); font-weight: 600; }
.chart .limit-word { fill: var(--red); font-weight: 600; }
header p, h3, .plain li, footer p { overflow-wrap: anywhere; }
[hidden] { display: none !important; }
a { color: var(--blue); }
:focus-visible { outline: 3px solid var(--blue); outline-offset: 2px; border-radius: 3px; }
article:target, li:target { outline: 3px solid var(--blue); outline-offset: 2px; }
article { scroll-margin-top: 1rem; }
article details { border: 0; padding: 0; margin: .5rem 0 0; }
article summary { font-weight: 400; color: var(--soft); font-size: .9rem; }
#old { padding: .75rem 1.25rem; margin: 0 0 1rem; border-radius: 8px; background: var(--ink);
  color: var(--page); font-weight: 600; }
.old header, .old article, .old figure, .old .stages { filter: grayscale(1); }
#filter { display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; align-items: center;
  margin: .75rem 0; }
#filter label { color: var(--soft); font-size: .9rem; }
input, select { font: inherit; font-size: .95rem; color: var(--ink); background: var(--sheet);
  border: 1px solid var(--soft); border-radius: 6px; padding: .35rem .6rem; max-width: 100%; }
.plan { padding-left: 1.5rem; margin: .5rem 0; }
.plan li { margin: .25rem 0; overflow-wrap: anywhere; }
.when { display: inline-block; min-width: 8.5rem; color: var(--soft); font-size: .9rem;
  font-variant-numeric: tabular-nums; }
.chart .work { fill: var(--red); } .chart .waiting { fill: var(--amber); }
.chart .free { fill: var(--green-wash); }
.chart.bar { min-width: 0; }
footer { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: 1rem; }
@media (max-width: 44rem) { .stages, .ten { grid-template-columns: repeat(2, 1fr); }
  dl, .target dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; }
  .title .soft { margin-left: 0; } .chart.bar text { font-size: 28px; }
  .when { display: block; } }
@page { margin: 1.5cm; }
@media print { body { background: #fff; font-size: 11pt; } main { max-width: none; padding: 0; }
  details::details-content { content-visibility: visible; display: block; }
  article, header, .stages li, .chart { print-color-adjust: exact; }
  #filter, .title a { display: none; } h2 { break-after: avoid; }
  a { color: inherit; text-decoration: none; } .wide { overflow: visible; } }
"""
