const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name);
const node = (id) => document.getElementById(id);
const stepped = uPlot.paths.stepped({ align: 1 });
const dots = { show: true, size: 5 };
let plots = [];

function row(cells) {
  const tr = document.createElement("tr");
  for (const cell of cells) {
    const td = tr.insertCell();
    td.textContent = cell.text ?? cell;
    if (cell.class) td.className = cell.class;
  }
  return tr;
}

function tables() {
  node("measured").textContent = DATA.measured;
  node("thinned").textContent = DATA.thinned;
  node("note").textContent = DATA.steps.note;
  for (const f of DATA.findings) {
    const verdict = { text: f.ok ? "pass" : "FAIL", class: f.ok ? "pass" : "fail" };
    node("findings").tBodies[0].append(row([verdict, f.name, f.figure, f.bound, f.how]));
  }
  const head = node("steps").tHead.insertRow();
  for (const name of DATA.steps.columns) {
    head.append(Object.assign(document.createElement("th"), { textContent: name }));
  }
  for (const step of DATA.steps.rows) node("steps").tBodies[0].append(row(step));
  for (const e of DATA.events) node("events").tBodies[0].append(row([`${e.t.toFixed(4)} s`, e.kind, e.text]));
  for (const [name, look] of Object.entries(DATA.states)) {
    const span = Object.assign(document.createElement("span"), { className: "state", textContent: `${name}: ${look.words}` });
    span.style.background = look.colour;
    node("states").append(span);
  }
}

// The states as bands and the person's acts as dotted lines; named: with words, in the first panel.
function background(named) {
  return (u) => {
    const { ctx, bbox } = u;
    const ratio = devicePixelRatio;
    const x = (t) => u.valToPos(t, "x", true);
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.font = `${12 * ratio}px system-ui`;
    for (const s of DATA.spans) {
      ctx.globalAlpha = 0.3;
      ctx.fillStyle = DATA.states[s.state].colour;
      ctx.fillRect(x(s.begin), bbox.top, x(s.end) - x(s.begin), bbox.height);
      ctx.globalAlpha = 1;
      const left = Math.max(x(s.begin), bbox.left), width = Math.min(x(s.end), bbox.left + bbox.width) - left;
      if (named && width > ctx.measureText(s.state).width) {
        ctx.fillStyle = css("--soft");
        ctx.fillText(s.state, left + 3 * ratio, bbox.top + 14 * ratio);
      }
    }
    ctx.setLineDash([2 * ratio, 3 * ratio]);
    ctx.strokeStyle = ctx.fillStyle = css("--ink");
    DATA.marks.forEach((mark, k) => {
      ctx.beginPath();
      ctx.moveTo(x(mark.t), bbox.top);
      ctx.lineTo(x(mark.t), bbox.top + bbox.height);
      ctx.stroke();
      if (named) ctx.fillText(mark.text, x(mark.t) + 4 * ratio, bbox.top + (k % 2 ? 46 : 30) * ratio);
    });
    ctx.restore();
  };
}

function zoom(min, max) {
  for (const u of plots) u.setScale("x", { min, max });
}

const whole = () => zoom(0, DATA.end);

function panel(spec) {
  const axis = { stroke: css("--ink"), grid: { stroke: css("--line") }, ticks: { stroke: css("--line") } };
  const options = {
    width: node("panels").clientWidth,
    height: spec.height,
    scales: { x: { time: false }, y: spec.scale ?? {} },
    axes: [
      { ...axis, label: spec.last ? "emulated time, s" : undefined },
      { ...axis, label: spec.label, size: 70, ...(spec.axis && spec.axis(axis)) },
    ],
    series: [{ label: "s", value: (_, v) => (v == null ? "" : v.toFixed(4)) }, ...spec.series],
    cursor: { sync: { key: "session", filters: { pub: (type) => type.startsWith("mousemove") } }, drag: { x: true, y: false, setScale: false }, bind: { dblclick: () => whole } },
    hooks: {
      drawClear: [background(spec.named)],
      setSelect: [(u) => {
        if (u.select.width < 3) return;
        zoom(u.posToVal(u.select.left, "x"), u.posToVal(u.select.left + u.select.width, "x"));
        u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
      }],
    },
  };
  const box = document.createElement("div");
  node("panels").append(box);
  return new uPlot(options, spec.data, box);
}

function line(label, stroke, width, more = {}) {
  return { label, stroke, width, paths: stepped, points: { show: false }, ...more };
}

function specs() {
  const c = DATA.colours, r = DATA.rows, s = DATA.skin;
  const log = { distr: 3, range: [300, 100000] };
  const decades = (u, splits) => splits.map((v) => (Math.log10(v) % 1 ? null : v));
  const onlyDecades = (axis) => ({ filter: decades, grid: { ...axis.grid, filter: decades } });
  const yesNo = () => ({ values: ["no", "yes"], splits: [0, 1] });
  return [
    { label: "current, µA", height: 380, named: true, data: [r.t, r.setpoint, r.delivered],
      scale: { range: (u, lo, hi) => [lo * 1.15 - 1, hi * 1.45 + 1] },
      series: [line("setpoint (the self-test's goes into the dummy load)", c.setpoint, 3), line("delivered", c.delivered, 1.2)] },
    { label: "impedance, Ω", height: 190, scale: log, axis: onlyDecades, data: [s.t, s.truth, s.device],
      series: [line("skin of the model (DC); a gap: no contact", c.impedance, 2.5),
        line("what the device measures", c.device, 0, { paths: () => null, points: { ...dots, fill: c.device } })] },
    { label: "contact", height: 110, axis: yesNo, scale: { range: [-0.1, 1.2] }, data: [r.t, r.contact, r.relay],
      series: [line("electrodes touch skin", c.impedance, 2, { fill: `${c.impedance}40` }), line("relay connects them", c.setpoint, 2)] },
    { label: "net charge, µC", height: 190, data: [r.t, r.charge], last: true, series: [line("net charge", c.charge, 1.2, { paths: undefined })] },
  ];
}

function draw() {
  for (const u of plots) u.destroy();
  node("panels").replaceChildren();
  plots = specs().map(panel);
  whole();
}

tables();
draw();
node("whole").addEventListener("click", whole);
addEventListener("resize", draw);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
