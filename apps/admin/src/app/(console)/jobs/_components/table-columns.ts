/** The columns that can be chosen. The box, the picture and the title are always there. */
const TABLE_COLUMNS = {
  type: { title: "Type", widthPx: 136 },
  project: { title: "Project", widthPx: 132 },
  queue: { title: "Queue", widthPx: 136 },
  status: { title: "Status", widthPx: 232 },
  category: { title: "Error", widthPx: 120 },
  node: { title: "Node", widthPx: 112 },
  attempts: { title: "Attempts", widthPx: 84, isNumber: true },
  wait: { title: "Waited", widthPx: 92, isNumber: true },
  run: { title: "Ran", widthPx: 92, isNumber: true },
  length: { title: "Length", widthPx: 84, isNumber: true },
  created: { title: "Created", widthPx: 104, isNumber: true },
  time: { title: "Time", widthPx: 104, isNumber: true },
} as const satisfies Record<string, ColumnDefinition>;

interface ColumnDefinition {
  title: string;
  widthPx: number;
  /** Stands at the right, so that digits stand under each other. */
  isNumber?: boolean;
}

export type ColumnName = keyof typeof TABLE_COLUMNS;
export const COLUMN_NAMES = Object.keys(TABLE_COLUMNS) as ColumnName[]; // Object.keys widens to string[]

export const columnOf = (name: ColumnName): ColumnDefinition => TABLE_COLUMNS[name];

type Density = "comfortable" | "compact";

/** How somebody likes the table: which columns, how wide, how close. */
export interface TableLook {
  columns: readonly ColumnName[];
  widthsPx: Readonly<Partial<Record<ColumnName, number>>>;
  density: Density;
}

export const DEFAULT_LOOK: TableLook = {
  columns: ["type", "queue", "status", "node", "time"],
  widthsPx: {},
  density: "comfortable",
};

const MIN_WIDTH_PX = 56;
const MAX_WIDTH_PX = 480;

export const widthOf = ({ widthsPx }: TableLook, name: ColumnName): number =>
  widthsPx[name] ?? columnOf(name).widthPx;

export const withWidth = (look: TableLook, name: ColumnName, widthPx: number): TableLook => ({
  ...look,
  widthsPx: {
    ...look.widthsPx,
    [name]: Math.round(Math.min(MAX_WIDTH_PX, Math.max(MIN_WIDTH_PX, widthPx))),
  },
});

/** Shown or hidden; what is shown stands in the order of all columns. */
export const withColumn = (look: TableLook, name: ColumnName, isShown: boolean): TableLook => ({
  ...look,
  columns: COLUMN_NAMES.filter((held) => (held === name ? isShown : look.columns.includes(held))),
});

const TITLE_MIN_PX = 220;

export const gridTemplate = (look: TableLook): string =>
  `1.25rem 2.75rem minmax(${TITLE_MIN_PX}px, 1fr) ${look.columns.map((name) => `${widthOf(look, name)}px`).join(" ")}`;

/** The cookie that remembers the look, so that the server draws the same table as the browser. */
export const LOOK_COOKIE = "spool-jobs-table";
const YEAR_SECONDS = 31_536_000;

export function lookCookie({ columns, widthsPx, density }: TableLook): string {
  const text = encodeURIComponent(JSON.stringify({ columns, widthsPx, density }));
  return `${LOOK_COOKIE}=${text}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}

/** What a cookie says, as far as it makes sense; columns that are gone are left out. */
export function readLook(cookie: string | undefined): TableLook {
  const said = parseObject(cookie);
  const { columns, widthsPx, density } = said;
  const shown = Array.isArray(columns)
    ? COLUMN_NAMES.filter((name) => columns.includes(name))
    : DEFAULT_LOOK.columns;
  let look: TableLook = {
    columns: shown,
    widthsPx: {},
    density: density === "compact" ? "compact" : "comfortable",
  };
  for (const name of COLUMN_NAMES) {
    const widthPx = isObject(widthsPx) ? widthsPx[name] : undefined;
    if (typeof widthPx === "number" && Number.isFinite(widthPx)) look = withWidth(look, name, widthPx);
  }
  return look;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

function parseObject(cookie: string | undefined): Record<string, unknown> {
  if (cookie === undefined) return {};
  try {
    const said: unknown = JSON.parse(decodeURIComponent(cookie));
    return isObject(said) ? said : {};
  } catch {
    return {}; // cut short, or somebody else's
  }
}
