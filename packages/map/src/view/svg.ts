type Attributes = Readonly<Record<string, string | number>>;

/** A new SVG element with attributes, and text if given. */
export function svg(name: string, attributes: Attributes, text?: string): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  if (text !== undefined) element.textContent = text;
  return element;
}

const widths = new Map<string, number>();
let ruler: CanvasRenderingContext2D | null = null;

/** How wide a text is in the map's font, in pixels; `size` is the font's size in pixels. */
export function textWidth(text: string, size: number): number {
  const key = `${size} ${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  ruler ??= document.createElement("canvas").getContext("2d");
  if (ruler === null) return text.length * size * 0.56;
  const family = getComputedStyle(document.documentElement).getPropertyValue("--pb-font") || "sans-serif";
  ruler.font = `600 ${size}px ${family}`;
  const { width } = ruler.measureText(text);
  widths.set(key, width);
  return width;
}
