/** The tokens that the viewer takes its colours from. */
const TOKENS = {
  "bg-color": "--color-surface",
  "text-color": "--color-ink",
  "primary-color": "--color-lamp",
  "nav-bg-color": "--color-canvas",
} as const;

/** The console's colours as the theme has them now, as attributes of the viewer. It understands `#rrggbb` only. */
export function viewerColours(): Record<string, string> {
  const probe = document.createElement("span");
  document.body.append(probe);
  const colours = Object.fromEntries(
    Object.entries(TOKENS).map(([attribute, token]) => {
      probe.style.color = `var(${token})`;
      return [attribute, toHex(getComputedStyle(probe).color)];
    }),
  );
  probe.remove();
  const isDark = luminanceOf(colours["bg-color"] ?? "#000000") < 128;
  return { ...colours, theme: isDark ? "dark" : "light" };
}

function toHex(colour: string): string {
  const channels = colour.match(/\d+(?:\.\d+)?/g)?.slice(0, 3) ?? [];
  return `#${channels.map((channel) => Math.round(Number(channel)).toString(16).padStart(2, "0")).join("")}`;
}

function luminanceOf(hex: string): number {
  const channels = [1, 3, 5].map((index) => parseInt(hex.slice(index, index + 2), 16));
  return channels.reduce((sum, channel) => sum + channel, 0) / 3;
}
