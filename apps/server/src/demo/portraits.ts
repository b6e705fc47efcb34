import sharp from "sharp";

/** How a drawn person looks. All drawings are our own. */
interface Look {
  readonly background: readonly [string, string];
  readonly skin: readonly [string, string];
  readonly hair: string;
  readonly shirt: string;
  readonly style: "long" | "short" | "curly" | "cropped" | "bob" | "bun" | "swept";
  readonly beard?: "full" | "moustache";
  readonly glasses?: boolean;
}

const light = ["#f0c4a0", "#dca982"] as const;
const olive = ["#dcab7f", "#c48f63"] as const;
const brown = ["#a06c48", "#855636"] as const;

/** By user name. */
const looks: Readonly<Record<string, Look>> = {
  supervisor1: {
    background: ["#dfe3ee", "#b3bdd6"],
    skin: light,
    hair: "#a08a5f",
    shirt: "#5a3d66",
    style: "bun",
    glasses: true,
  },
  agent1: {
    background: ["#f1dcc0", "#d9b48a"],
    skin: light,
    hair: "#6a4529",
    shirt: "#0b6074",
    style: "long",
  },
  agent2: {
    background: ["#d3e5dc", "#93bba8"],
    skin: olive,
    hair: "#2d211b",
    shirt: "#38506b",
    style: "short",
    beard: "full",
  },
  agent3: {
    background: ["#f3d9d2", "#dba193"],
    skin: olive,
    hair: "#33221a",
    shirt: "#7a2f4a",
    style: "curly",
  },
  agent4: {
    background: ["#d8e2f0", "#96aecf"],
    skin: brown,
    hair: "#1f1815",
    shirt: "#2d5a45",
    style: "cropped",
    glasses: true,
  },
  agent5: {
    background: ["#efe3c5", "#cfb97d"],
    skin: light,
    hair: "#1d1b22",
    shirt: "#8a3b2b",
    style: "bob",
  },
  agent6: {
    background: ["#dbe9ea", "#8fb7bb"],
    skin: olive,
    hair: "#1e1a19",
    shirt: "#4a4d78",
    style: "swept",
    beard: "moustache",
  },
};

/** Behind the head. */
const hairBehind: Readonly<Record<Look["style"], string>> = {
  long: '<path d="M15 52C12 22 18 10 33 10C48 10 52 24 49 52Z"/>',
  short: "",
  curly:
    '<circle cx="20" cy="25" r="8"/><circle cx="17" cy="35" r="7"/><circle cx="20" cy="44" r="6"/><circle cx="44" cy="25" r="8"/>' +
    '<circle cx="47" cy="35" r="7"/><circle cx="44" cy="44" r="6"/><circle cx="32" cy="17" r="10"/>',
  cropped: "",
  bob: '<path d="M17 44C15 22 19 11 32 11C45 11 49 22 47 44C44 47 40 46 39 43H25C24 46 20 47 17 44Z"/>',
  bun: '<circle cx="32" cy="9.500" r="6.500"/>',
  swept: "",
};

/** Over the forehead. */
const hairBefore: Readonly<Record<Look["style"], string>> = {
  long: '<path d="M20 32C20 20 26 15 34 15C41 15 45 20 44 31C42 26 38 24 33 21C30 25 24 26 20 32Z"/>',
  short:
    '<path d="M20.500 29C18 18 25 12 33 12.500C41 12 46.500 18 43.500 29C42.500 25 41 23 39 21.500C34 23.500 27 23 24 21.500C22 23 21 26 20.500 29Z"/>',
  curly:
    '<circle cx="25" cy="20" r="5"/><circle cx="31.500" cy="18" r="5.500"/><circle cx="38" cy="19.500" r="5"/><circle cx="42" cy="24" r="3.500"/>' +
    '<circle cx="22" cy="25" r="3.500"/>',
  cropped: '<path d="M21 27C20 18 25 14 32 14C39 14 44 18 43 27C42 21 38 19 32 19C26 19 22 21 21 27Z"/>',
  bob: '<path d="M20 31C20 19 25 14 32 14C40 14 44 19 44 31C43 27 42 25 41 24H23C21.500 26 20.500 28 20 31Z"/>',
  bun: '<path d="M20.500 29C20 18 25 13 32 13C39 13 44 18 43.500 29C42 23 38 19.500 32 19C26 19.500 22 23 20.500 29Z"/>',
  swept:
    '<path d="M20.500 28C18.500 17 26 11 34 11.500C43 12 46 19 43.500 28C43 23.500 41.500 21 39.500 20C33 21 28 19.500 26 17.500C25 21 21.500 23 20.500 28Z"/>',
};

const beards = {
  full: '<path d="M21.300 33C21.500 41 26 46.500 32 46.500C38 46.500 42.500 41 42.700 33C41 37 38.500 35.500 32 35.300C25.500 35.500 23 37 21.300 33Z"/>',
  moustache:
    '<path d="M27 36.300C28.500 34.300 30.800 34.600 32 35.300C33.200 34.600 35.500 34.300 37 36.300C35 36.900 33.500 36.600 32 36.400C30.500 36.600 29 36.900 27 36.300Z"/>',
} as const;

function drawingOf(look: Look): string {
  const [face, shade] = look.skin;
  const glasses = look.glasses
    ? '<g fill="none" stroke="#2b2d33" stroke-width="1.100"><circle cx="27.500" cy="31" r="4"/><circle cx="36.500" cy="31" r="4"/><path d="M31.500 30.500h1M23.500 30l-2.300-.8M40.500 30l2.300-.8"/></g>'
    : "";
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="256" height="256">
    <defs><linearGradient id="b" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="${look.background[0]}"/><stop offset="1" stop-color="${look.background[1]}"/></linearGradient></defs>
    <rect width="64" height="64" fill="url(#b)"/>
    <g fill="${look.hair}">${hairBehind[look.style]}</g>
    <path d="M6 66C8 52 18 48 26 47H38C46 48 56 52 58 66Z" fill="${look.shirt}"/>
    <path d="M26 47L32 54L38 47L40.500 48L33 58H31L23.500 48Z" fill="#fff" opacity=".22"/>
    <path d="M26 40H38V47.500C38 52 26 52 26 47.500Z" fill="${shade}"/>
    <ellipse cx="20.800" cy="32" rx="2" ry="3" fill="${shade}"/><ellipse cx="43.200" cy="32" rx="2" ry="3" fill="${shade}"/>
    <path d="M32 16C24 16 21 22 21 30C21 38 26 44.500 32 44.500C38 44.500 43 38 43 30C43 22 40 16 32 16Z" fill="${face}"/>
    ${look.beard ? `<g fill="${look.hair}" opacity=".9">${beards[look.beard]}</g>` : ""}
    <g fill="${look.hair}">${hairBefore[look.style]}</g>
    <path d="M25.200 27.600C26.500 26.700 28.300 26.700 29.500 27.400M34.500 27.400C35.700 26.700 37.500 26.700 38.800 27.600" stroke="${look.hair}" stroke-width="1.100" fill="none" stroke-linecap="round"/>
    <circle cx="27.500" cy="31" r="1.300" fill="#2b1d14"/><circle cx="36.500" cy="31" r="1.300" fill="#2b1d14"/>
    <path d="M32 31.500C31.600 33 31.300 34 32.600 34.200" stroke="${shade}" stroke-width="1" fill="none" stroke-linecap="round"/>
    <path d="M28 38.300C30 40.400 34 40.400 36 38.300" stroke="#a3503c" stroke-width="1.500" fill="none" stroke-linecap="round"/>
    ${glasses}
  </svg>`;
}

/** A drawn photo of a demo user, 256 x 256 PNG; `undefined` for one without (administrators show their initials). */
export async function portraitOf(username: string): Promise<Buffer | undefined> {
  const look = looks[username];
  return (
    look &&
    sharp(Buffer.from(drawingOf(look)))
      .png({ palette: true, quality: 90 })
      .toBuffer()
  );
}
