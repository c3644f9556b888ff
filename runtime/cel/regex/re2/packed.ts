// Whole numbers as text of few characters, five bits in each: how tables travel in a bundle.

// '0' to 'p' without the backslash, which a literal would double.
const base = 48;
const backslash = 92;

/** Numbers from 0 to 2^30 as printable ASCII. */
export function pack(numbers: readonly number[]): string {
  const units = new Array<number>(numbers.length);
  let count = 0;
  for (let number of numbers) {
    for (; number > 31; number >>>= 5) units[count++] = unitOf((number & 31) | 32);
    units[count++] = unitOf(number);
  }
  if (count <= atOnce) return String.fromCharCode(...units);
  let text = '';
  for (let from = 0; from < units.length; from += atOnce) {
    text += String.fromCharCode(...units.slice(from, from + atOnce));
  }
  return text;
}

/** So many arguments a function takes on any host. */
const atOnce = 4096;

function unitOf(value: number): number {
  return value + base < backslash ? value + base : value + base + 1;
}

/** Reads what `pack` wrote. */
export function unpack(text: string): number[] {
  const numbers: number[] = [];
  for (let i = 0, number = 0, shift = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const value = unit < backslash ? unit - base : unit - base - 1;
    number |= (value & 31) << shift;
    shift += 5;
    if (value < 32) {
      numbers.push(number);
      [number, shift] = [0, 0];
    }
  }
  return numbers;
}

/** Ascending numbers as their distances, which are small. */
export function gaps(numbers: readonly number[]): number[] {
  return numbers.map((number, i) => number - (numbers[i - 1] ?? 0));
}

/** Reads what `gaps` made. */
export function sums(distances: readonly number[]): number[] {
  let sum = 0;
  return distances.map((distance) => {
    sum += distance;
    return sum;
  });
}
