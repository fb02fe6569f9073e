"""How the status page looks: light, dark, on a telephone; nothing is fetched."""

STYLE = """
:root { color-scheme: light dark;
  --page: #f7f7f5; --sheet: #fff; --ink: #1d2125; --soft: #5c6670; --line: #dcdfe3;
  --red: #b3261e; --amber: #8a5a00; --blue: #1f5fae; --green: #1b6e3c; --grey: #5c6670;
  --up-bar: #2f9a5c; --some-bar: #d98e04; --down-bar: #c9362c; --unknown-bar: #7d8893;
  --none-bar: #c9ced4;
  --red-wash: #fdeceb; --amber-wash: #fdf3df; --green-wash: #e7f5ec; --grey-wash: #eef0f2; }
@media (prefers-color-scheme: dark) { :root {
  --page: #14171a; --sheet: #1d2125; --ink: #e7eaed; --soft: #a3adb7; --line: #343a40;
  --red: #ff8f87; --amber: #f2bd5b; --blue: #8ebcf5; --green: #7fd6a0; --grey: #a3adb7;
  --up-bar: #3fae6d; --some-bar: #e0a436; --down-bar: #ee6a60; --unknown-bar: #8c97a2;
  --none-bar: #3d444b;
  --red-wash: #3a201f; --amber-wash: #362a14; --green-wash: #182e21; --grey-wash: #262b30; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial,
    sans-serif; }
main { max-width: 52rem; margin: 0 auto; padding: 2rem 1.25rem 3rem; }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.2; letter-spacing: -.01em; color: var(--tone); }
h2 { margin: 2.25rem 0 .75rem; font-size: 1.15rem; }
h3 { margin: 0; font-size: 1.05rem; overflow-wrap: anywhere; min-width: 0; }
p { margin: .25rem 0; overflow-wrap: anywhere; unicode-bidi: isolate; }
header { padding: 1.25rem 1.5rem; margin-bottom: 1.25rem; border-radius: 10px;
  background: var(--wash); border-left: 6px solid var(--tone); }
header .product { margin: 0 0 .15rem; font-weight: 600; }
.soft { color: var(--soft); font-size: .875rem; }
.up { --tone: var(--green); --wash: var(--green-wash); }
.down { --tone: var(--red); --wash: var(--red-wash); }
.unknown, .some, .note { --tone: var(--amber); --wash: var(--amber-wash); }
.none { --tone: var(--grey); --wash: var(--grey-wash); }
.note { border: 1px solid var(--tone); background: var(--wash); color: var(--tone);
  border-radius: 8px; padding: .6rem 1rem; margin: .5rem 0; }
article, .outages li { background: var(--sheet); border: 1px solid var(--line);
  border-radius: 8px; padding: 1rem 1.25rem; margin: .75rem 0; break-inside: avoid; }
.title { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: center; }
.title .soft { overflow-wrap: anywhere; }
.mark { margin-left: auto; padding: .1rem .6rem; border-radius: 99px; font-size: .8rem;
  font-weight: 600; color: var(--tone); background: var(--wash); border: 1px solid var(--tone);
  white-space: nowrap; }
.bars { display: block; width: 100%; height: 2.5rem; margin: .75rem 0 .35rem; }
.bars .up { fill: var(--up-bar); } .bars .some { fill: var(--some-bar); }
.bars .down { fill: var(--down-bar); } .bars .unknown { fill: var(--unknown-bar); }
.bars .none { fill: var(--none-bar); }
.ends { display: flex; justify-content: space-between; gap: .5rem; }
.ends b { color: var(--ink); font-weight: 600; }
figure { margin: 1rem 0 0; }
figcaption { color: var(--soft); font-size: .875rem; margin-bottom: .35rem; }
.plot { display: grid; grid-template-columns: auto 1fr; gap: 0 .5rem; }
.scale { display: flex; flex-direction: column; justify-content: space-between;
  text-align: right; font-size: .75rem; line-height: 1; color: var(--soft);
  font-variant-numeric: tabular-nums; }
.plot svg { display: block; width: 100%; height: 4.5rem; border-bottom: 1px solid var(--soft); }
.plot path { fill: none; vector-effect: non-scaling-stroke; }
.plot .grid { stroke: var(--line); stroke-width: 1; }
.plot .band { fill: var(--blue); opacity: .22; }
.plot .p50 { stroke: var(--blue); stroke-width: 1.75; stroke-linejoin: round;
  stroke-linecap: round; }
.plot .down { fill: var(--down-bar); }
.plot .unknown { fill: var(--unknown-bar); }
.plot .hours { grid-column: 2; padding-top: .3rem; font-size: .75rem; }
.shares { display: flex; flex-wrap: wrap; gap: .1rem 1.25rem; margin: .6rem 0 0; padding: 0;
  list-style: none; font-variant-numeric: tabular-nums; }
.shares b { color: var(--ink); }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding: 0; margin: .5rem 0;
  list-style: none; }
.legend svg { width: .6rem; height: 1.1rem; vertical-align: -.2rem; margin: 0 .35rem 0 0;
  display: inline-block; }
.outages { list-style: none; padding: 0; margin: 0; }
.outages li { border-left: 4px solid var(--tone); padding: .75rem 1.25rem; }
.outages b { overflow-wrap: anywhere; }
footer { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: .75rem; }
@media (max-width: 30rem) {
  main { padding: 1rem .75rem 2rem; } article { padding: .85rem .9rem; }
  h1 { font-size: 1.4rem; } header { padding: 1rem; } .ends { font-size: .8rem; } }
@media print { article { border-color: #999; } }
"""
