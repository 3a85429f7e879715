import type { JSX } from 'preact';
import './panorama.css';

/** The zone between land and sea, drawn by code: the face of the event before anybody has entered. */
export function Panorama(): JSX.Element {
  return (
    <svg class="panorama" viewBox="0 0 1600 520" preserveAspectRatio="xMidYMax slice" aria-hidden="true">
      <defs>
        <linearGradient id="sky" x2="0" y2="1">
          <stop offset="0" class="sky-top" />
          <stop offset="1" class="sky-low" />
        </linearGradient>
        <linearGradient id="sea" x2="0" y2="1">
          <stop offset="0" class="sea-far" />
          <stop offset="1" class="sea-near" />
        </linearGradient>
      </defs>
      <rect width="1600" height="520" fill="url(#sky)" />
      <circle class="sun" cx="1130" cy="150" r="58" />
      <Clouds />
      <path
        class="far"
        d="M0 400V316q90-46 190-22t210-34 230 6 190-30 220 22 190-8 210 30 160-8 200 30V400z"
        opacity=".75"
      />
      {[60, 170, 285, 1490, 1570].map((x, index) => (
        <Turbine key={x} x={x} y={index % 2 ? 318 : 330} size={index % 2 ? 0.8 : 1} />
      ))}
      <Pylons />
      <rect class="land" y="392" width="1600" height="32" />
      <Columns />
      <CoolingTower x={868} />
      <CoolingTower x={966} />
      <SawToothHall x={640} bays={5} />
      <Spheres />
      <ControlTower />
      <Dome />
      <Hangar />
      <Brickworks />
      <Containers />
      <Crane x={212} />
      <Crane x={330} />
      {[566, 604, 832, 1052, 1062, 1270, 1282, 1452, 1466, 1478, 1580].map((x, index) => (
        <Tree key={x} x={x} size={index % 3 ? 1 : 1.3} />
      ))}
      <Crowd />
      <rect class="quay" y="410" width="1600" height="16" />
      <rect class="quay-edge" y="424" width="1600" height="5" />
      <rect y="429" width="1600" height="91" fill="url(#sea)" />
      <Waves />
      <Freighter />
      <Ferry />
    </svg>
  );
}

function Clouds() {
  return (
    <g class="cloud">
      {[
        [905, 92, 0.8],
        [1250, 60, 0.6],
        [1385, 110, 0.9],
      ].map(([x, y, size]) => (
        <path
          key={x}
          transform={`translate(${x} ${y}) scale(${size})`}
          d="M0 28h150a20 20 0 0 0 0-40 16 16 0 0 0-12 3 34 34 0 0 0-64-9 24 24 0 0 0-40 10A19 19 0 0 0 0 28z"
        />
      ))}
    </g>
  );
}

function Turbine({ x, y, size }: { x: number; y: number; size: number }) {
  return (
    <g transform={`translate(${x} ${y}) scale(${size})`}>
      <path class="white" d="M-3 74-1.500-90h3L3 74z" />
      <g class="rotor" transform="translate(0 -90)">
        <g class="turning">
          {[0, 120, 240].map((angle) => (
            <path key={angle} class="white" transform={`rotate(${angle})`} d="M-2 0Q-5-26 0-62 4-26 2 0z" />
          ))}
        </g>
        <circle class="white" r="4" />
      </g>
    </g>
  );
}

function Pylons() {
  return (
    <g class="wire">
      {[1180, 1320, 1450].map((x) => (
        <path key={x} d={`M${x - 14} 394l10-110h8l10 110M${x - 26} 300h52M${x - 20} 320h40M${x - 9} 345h18`} />
      ))}
      <path d="M1154 300q70 26 140 0M1206 300q70 26 140 0M1294 300q66 26 130 0M1346 300q66 26 130 0M1476 300q60 24 130 6" />
    </g>
  );
}

function CoolingTower({ x }: { x: number }) {
  return (
    <g transform={`translate(${x} 0)`}>
      <g class="steam">
        <circle cx="-6" cy="232" r="20" />
        <circle cx="12" cy="208" r="25" />
        <circle cx="36" cy="184" r="30" />
        <circle cx="66" cy="166" r="22" />
      </g>
      <path class="tower" d="M-44 400q26-74 16-152h56q-10 78 16 152z" />
      <path class="shade" d="M6 248h22q-10 78 16 152H10q8-74-4-152z" />
      <path class="band" d="M-28 248h56l-.500 8h-55z" />
    </g>
  );
}

function SawToothHall({ x, bays }: { x: number; bays: number }) {
  const width = 34;
  return (
    <g transform={`translate(${x} 0)`}>
      <rect class="wall" y="352" width={bays * width} height="48" />
      {Array.from({ length: bays }, (_, bay) => (
        <g key={bay} transform={`translate(${bay * width} 0)`}>
          <path class="roof" d="M0 352v-30l34 30z" />
          <path class="glass" d="M0 348v-22l6 5v17z" />
          <rect class="glass" x="8" y="366" width="18" height="14" />
        </g>
      ))}
      <rect class="door" x={bays * width - 66} y="372" width="26" height="28" />
    </g>
  );
}

function Columns() {
  return (
    <g>
      {[
        [1202, 262, 15],
        [1224, 296, 20],
        [1252, 240, 13],
      ].map(([x = 0, y = 0, w = 0]) => (
        <g key={x}>
          <rect class="steel" x={x} y={y} width={w} height={400 - y} rx={w / 2} />
          {[0.25, 0.5, 0.75].map((at) => (
            <rect key={at} class="band" x={x - 3} y={y + (400 - y) * at} width={w + 6} height="3" />
          ))}
        </g>
      ))}
      <path class="pipe" d="M1196 386h80M1196 376h80" />
      <path class="flame" d="M1258 238q-8-10 0-24 10 12 2 24z" />
    </g>
  );
}

function Spheres() {
  return (
    <g>
      {[508, 556].map((x) => (
        <g key={x}>
          <path class="leg" d={`M${x - 16} 372v30M${x} 380v22M${x + 16} 372v30`} />
          <circle class="white" cx={x} cy="366" r="23" />
          <path class="shade" d={`M${x} 343a23 23 0 0 1 0 46 34 34 0 0 0 0-46z`} />
        </g>
      ))}
    </g>
  );
}

function ControlTower() {
  return (
    <g>
      <path class="white" d="M452 400l4-96h12l4 96z" />
      <path class="glass" d="M440 304l-6-22h56l-6 22z" />
      <rect class="roof" x="430" y="276" width="64" height="7" rx="3" />
      <path class="leg" d="M462 276v-26" />
      <circle class="beacon" cx="462" cy="249" r="3.500" />
    </g>
  );
}

function Dome() {
  return (
    <g>
      <path class="glass" d="M1076 392a62 62 0 0 1 124 0z" />
      <path
        class="rib"
        d="M1138 330v62M1076 392a62 62 0 0 1 124 0M1107 339q-12 22-12 53M1169 339q12 22 12 53M1086 362h104"
      />
      <rect class="white" x="1064" y="388" width="148" height="14" rx="3" />
      <rect class="door" x="1128" y="388" width="20" height="14" />
      <path class="leg" d="M1138 330v-28" />
      <path class="flag" d="M1138 302l24 7-24 8z" />
    </g>
  );
}

function Hangar() {
  return (
    <g>
      <path class="wall" d="M1298 400v-34q70-52 140 0v34z" />
      <path class="door" d="M1312 400v-28q56-38 112 0v28z" />
      <path class="roof" d="M1292 368q76-58 152 0l-4 6q-72-52-144 0z" />
      <g class="helicopter">
        <path class="flag" d="M1338 388q2-14 22-14 16 0 20 8l30-4 6-8h5l-3 14-42 8q-8 6-22 6-14 0-16-10z" />
        <path class="glass" d="M1342 386q2-9 14-9v9z" />
        <path class="wire" d="M1326 370h70M1361 370v5M1346 402h30" />
      </g>
    </g>
  );
}

function Brickworks() {
  return (
    <g>
      <path class="brick" d="M1508 400l5-140h14l5 140z" />
      <path class="band" d="M1513 268h14l.400 8h-14.800z" />
      <path class="brick" d="M1490 400v-40h80v40z" />
      {[1498, 1520, 1542].map((x) => (
        <path key={x} class="glass" d={`M${x} 390v-14a8 8 0 0 1 16 0v14z`} />
      ))}
    </g>
  );
}

const colours = ['red', 'flag', 'steel', 'green', 'roof'];

function Containers() {
  return (
    <g>
      {Array.from({ length: 22 }, (_, index) => {
        const column = index % 8;
        const row = Math.floor(index / 8);
        return (
          <rect
            key={index}
            class={colours[(index * 7 + row) % colours.length]}
            x={178 + column * 27}
            y={396 - row * 13}
            width="25"
            height="12"
          />
        );
      })}
    </g>
  );
}

function Crane({ x }: { x: number }) {
  return (
    <g transform={`translate(${x} 0)`} class="crane">
      <path d="M-26 410L-16 262M30 410L20 262M-22 352h48M-26 410l50-58M26 410l-48-58" />
      <path d="M-118 262H64M0 222l-100 40M0 222l54 40M0 222v40" />
      <path class="cable" d="M-74 262v58" />
      <rect class="flag" x="-87" y="320" width="26" height="12" />
      <rect class="cab" x="-8" y="264" width="18" height="12" />
    </g>
  );
}

function Tree({ x, size }: { x: number; size: number }) {
  return (
    <g transform={`translate(${x} 412) scale(${size})`}>
      <path class="trunk" d="M-1.500 0v-12h3V0z" />
      <path class="leaf" d="M0-34q12 12 8 20-8 6-16 0-4-8 8-20z" />
    </g>
  );
}

function Crowd() {
  return (
    <g class="crowd">
      {Array.from({ length: 46 }, (_, index) => {
        const x = 420 + ((index * 173) % 1120);
        return (
          <g key={index} class={colours[index % colours.length]} transform={`translate(${x} ${408 + (index % 3)})`}>
            <circle cy="-9" r="2" />
            <path d="M-2 0v-5a2 2 0 0 1 4 0v5z" />
          </g>
        );
      })}
    </g>
  );
}

function Waves() {
  return (
    <g class="waves">
      {[446, 466, 490].map((y, row) => (
        <path key={y} d={`M${-40 - row * 30} ${y}${'q20-7 40 0t40 0'.repeat(24)}`} />
      ))}
    </g>
  );
}

function Freighter() {
  return (
    <g class="afloat">
      <path class="hull" d="M96 456h330l-18 34H124z" />
      <path class="red" d="M116 480h300l-6 10H124z" />
      {Array.from({ length: 24 }, (_, index) => (
        <rect
          key={index}
          class={colours[(index * 3 + Math.floor(index / 8)) % colours.length]}
          x={128 + (index % 8) * 27}
          y={443 - Math.floor(index / 8) * 13}
          width="25"
          height="12"
        />
      ))}
      <path class="white" d="M358 456v-52h40v52z" />
      <path class="glass" d="M362 410h32v7h-32z" />
      <path class="red" d="M370 404v-16h14v16z" />
    </g>
  );
}

function Ferry() {
  return (
    <g class="afloat late">
      <path class="white" d="M1010 462h268l26-8-22 36H1040z" />
      <path class="steel" d="M1030 482h256l-5 8h-241z" />
      <path class="white" d="M1052 462v-16h196v16zM1076 446v-14h140v14z" />
      {Array.from({ length: 11 }, (_, index) => (
        <circle key={index} class="glass" cx={1066 + index * 17} cy="454" r="3.500" />
      ))}
      <path class="glass" d="M1084 436h124v6h-124z" />
      <path class="flag" d="M1120 432v-16h20l4 16z" />
    </g>
  );
}
