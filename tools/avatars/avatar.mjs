// One avatar of DiceBear's style "personas": chosen at random, drawn, and its attributes from the parts that were drawn.

import {createAvatar} from '@dicebear/core';
import * as personas from '@dicebear/personas';
import {Resvg} from '@resvg/resvg-js';

export const size = 64;
const background = '#b8cbd8';
// The part of the drawing's 64 x 64 that holds head, hat and shoulders.
const view = '6 5 52 52';

// Colours that can be told apart, also in the lighter shades that the style makes of them.
const hairColors = {Black: '2b2438', Brown: '63402f', Red: 'c2452d', Blond: 'f0c060', Gray: 'b4b7c6', Pink: 'f07cab'};
const skinColors = {Light: 'f0bda9', Tan: 'd98f6c', Brown: 'a4624a', Dark: '623d36'};
const clothingColors = {Blue: '456dff', Teal: '54d7c7', Purple: '7555ca', Green: '6dbb58', Red: 'e24553', Yellow: 'f3b63a'};

// How often each part is chosen, in proportion.
const hair = {
  long: 6, extraLong: 6, sideShave: 4, bobCut: 5, bobBangs: 6, pigtails: 5, curly: 5, curlyHighTop: 5, curlyBun: 4,
  straightBun: 4, bunUndercut: 4, shortCombover: 7, shortComboverChops: 5, fade: 5, mohawk: 5, buzzcut: 4, balding: 5, bald: 6,
  cap: 6, beanie: 6,
};
const eyes = {open: 10, happy: 4, sleep: 4, wink: 4, glasses: 6, sunglasses: 4};
const mouth = {smile: 8, bigSmile: 6, frown: 4, surprise: 4, smirk: 4, lips: 4, pacifier: 2};
// Without the style's "shadow" and "soulPatch", which can't be seen on every skin.
const facialHair = {none: 40, beardMustache: 5, pyramid: 4, walrus: 4, goatee: 4};
const body = {rounded: 3, squared: 3, small: 3, checkered: 3};
const nose = {mediumRound: 1, smallRound: 1, wrinkles: 1};

/// Numbers in [0, 1) that depend on seed and index alone (Mulberry32 from a mixed start).
function randomNumbers(seed, index) {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function choose(weights, random) {
  let rest = random() * Object.values(weights).reduce((sum, weight) => sum + weight);
  return Object.keys(weights).find((name) => (rest -= weights[name]) < 0);
}

const anyOf = (...names) => (part) => names.includes(part);
const byPart = {
  hair: {
    Bald: anyOf('bald'), Receding_Hairline: anyOf('balding'), Buzz_Cut: anyOf('buzzcut'), Mohawk: anyOf('mohawk'),
    Short_Hair: anyOf('shortCombover', 'shortComboverChops', 'fade', 'curlyHighTop'), Bob_Hair: anyOf('bobCut', 'bobBangs'),
    Long_Hair: anyOf('long', 'extraLong', 'sideShave'), Curly_Hair: anyOf('curly', 'curlyHighTop', 'curlyBun'),
    Hair_Bun: anyOf('curlyBun', 'straightBun', 'bunUndercut'), Pigtails: anyOf('pigtails'), Bangs: anyOf('bobBangs'),
    Sideburns: anyOf('shortComboverChops'), Wearing_Headband: anyOf('curlyBun', 'straightBun'),
    Wearing_Hat: anyOf('cap', 'beanie'), Wearing_Beanie: anyOf('beanie'),
  },
  eyes: {
    Eyeglasses: anyOf('glasses', 'sunglasses'), Sunglasses: anyOf('sunglasses'), Eyes_Closed: anyOf('sleep', 'happy'),
    Happy_Eyes: anyOf('happy'), Winking: anyOf('wink'),
  },
  mouth: {
    Smiling: anyOf('smile', 'bigSmile'), Mouth_Open: anyOf('bigSmile', 'surprise'), Frowning: anyOf('frown'),
    Smirking: anyOf('smirk'), Wearing_Lipstick: anyOf('lips'), Pacifier: anyOf('pacifier'),
  },
  facialHair: {
    Beard: anyOf('beardMustache'), Goatee: anyOf('goatee'),
    Mustache: anyOf('beardMustache', 'pyramid', 'walrus', 'goatee'), No_Beard: (part) => part === undefined,
  },
  body: {Checkered_Shirt: anyOf('checkered')},
};
const hidesHair = anyOf('bald', 'buzzcut', 'cap', 'beanie');

/// By name whether an avatar has it, from what DiceBear says that it has drawn. A colour of hair is that of the head's,
/// and none where a hat hides it or there is hardly any.
function attributesOf(parts) {
  const attributes = {};
  for (const [part, names] of Object.entries(byPart)) {
    for (const [name, holds] of Object.entries(names)) attributes[name] = holds(parts[part]);
  }
  const add = (colors, ending, drawn) => {
    for (const [name, color] of Object.entries(colors)) attributes[`${name}_${ending}`] = drawn === `#${color}`;
  };
  add(hairColors, 'Hair', hidesHair(parts.hair) ? undefined : parts.hairColor);
  add(skinColors, 'Skin', parts.skinColor);
  add(clothingColors, 'Clothing', parts.clothingColor);
  return attributes;
}

/// Avatar number `index` of a seed: its PNG and its attributes.
export function drawAvatar(seed, index) {
  const random = randomNumbers(seed, index);
  const any = (colors) => [colors[choose(Object.fromEntries(Object.keys(colors).map((name) => [name, 1])), random)]];
  const beard = choose(facialHair, random);
  let lips = choose(mouth, random);
  // The full beard brings a laughing mouth of its own; the others would hide lips and pacifier.
  if (beard === 'beardMustache') lips = 'bigSmile';
  else if (beard !== 'none' && (lips === 'lips' || lips === 'pacifier')) lips = 'smile';
  const avatar = createAvatar(personas, {
    hair: [choose(hair, random)], eyes: [choose(eyes, random)], mouth: [lips], nose: [choose(nose, random)],
    body: [choose(body, random)], facialHair: beard === 'none' ? [] : [beard], facialHairProbability: beard === 'none' ? 0 : 100,
    hairColor: any(hairColors), skinColor: any(skinColors), clothingColor: any(clothingColors),
  });
  const svg = avatar.toString().replace('viewBox="0 0 64 64"', `viewBox="${view}"`);
  const png = new Resvg(svg, {background, fitTo: {mode: 'width', value: size}, font: {loadSystemFonts: false}}).render().asPng();
  return {png, attributes: attributesOf(avatar.toJson().extra)};
}
