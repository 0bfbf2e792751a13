/**
 * Two HEIC files, 96 × 64, four quarters of plain colour: top left (200, 60, 40), top right (40, 160, 60),
 * bottom left (40, 60, 200), bottom right (230, 220, 200); taken 2024-05-01 10:11:12. Drawn with sharp and encoded with
 * `heif-enc -q 60` of libheif 1.15.1, because nothing that this project depends on writes HEIC; the item offsets were
 * rewritten as absolute ones (base offset 0), as telephones do.
 */
export const heicInSrgb = Buffer.from(
  'AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAYBtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAA' +
  'AAAAABAAAANGlsb2MAAAAAREAAAgABAAAAAAAAAAEAAAGkAAAAugACAAAAAAAAAAEAAAJeAAAA2AAAADhpaW5mAAAAAAACAAAAFWluZmUCAAAA' +
  'AAEAAGh2YzEAAAAAFWluZmUCAAABAAIAAEV4aWYAAAAAv2lwcnAAAAChaXBjbwAAAHVodmNDAQNwAAAAAAAAAAAAHvAA/P34+AAADwMgAAEAGE' +
  'ABDAH//wNwAAADAJAAAAMAAAMAHroCQCEAAQAoQgEBA3AAAAMAkAAAAwAAAwAeoDCBBZbqSSmubAgAAAMACAAAAwAIQCIAAQAHRAHBcrAiQAAA' +
  'ABRpc3BlAAAAAAAAAGAAAABAAAAAEHBpeGkAAAAAAwgICAAAABZpcG1hAAAAAAAAAAEAAQOBAoMAAAAaaXJlZgAAAAAAAAAOY2RzYwACAAEAAQ' +
  'AAAZptZGF0AAAAtigBrwng40ecuq///Z3///5Fu5D9PQOkglJ5z0XHYSf/9/Pq6l1p/l2eTiuYdX4TDWMbz/IBIy4L1cLLgdknA6IBQM4LO3WV' +
  'ksRyAUf/7OwRj98JI//OHMvqUJchs0ZZu+fYykHtekcqoRKyauzLF+Dd0wvnxmOE6cOCr35qhLQpdRbIYqcwqpOnsfNDjH/K86roWl2X+qCNvZ' +
  'IZwj4UI0vm70pL32n5HH5uP8ez3XLwsR/wtKXAAAAAAElJKgAIAAAABgASAQMAAQAAAAEAAAAaAQUAAQAAAFYAAAAbAQUAAQAAAF4AAAAoAQMA' +
  'AQAAAAIAAAATAgMAAQAAAAEAAABphwQAAQAAAGYAAAAAAAAAOGMAAOgDAAA4YwAA6AMAAAcAAJAHAAQAAAAwMjEwA5ACABQAAADAAAAAAZEHAA' +
  'QAAAABAgMAAKAHAAQAAAAwMTAwAaADAAEAAAD//wAAAqAEAAEAAABgAAAAA6AEAAEAAABAAAAAAAAAADIwMjQ6MDU6MDEgMTA6MTE6MTIA',
  'base64',
);

/** The same picture with its colours in Display P3, as telephones write it. */
export const heicInDisplayP3 = Buffer.from(
  'AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAA21tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAA' +
  'AAAAABAAAANGlsb2MAAAAAREAAAgABAAAAAAAAAAEAAAORAAAAyAACAAAAAAAAAAEAAARZAAAA2AAAADhpaW5mAAAAAAACAAAAFWluZmUCAAAA' +
  'AAEAAGh2YzEAAAAAFWluZmUCAAABAAIAAEV4aWYAAAACrGlwcnAAAAKNaXBjbwAAAHVodmNDAQNwAAAAAAAAAAAAHvAA/P34+AAADwMgAAEAGE' +
  'ABDAH//wNwAAADAJAAAAMAAAMAHroCQCEAAQAoQgEBA3AAAAMAkAAAAwAAAwAeoDCBBZbqSSmubAgAAAMACAAAAwAIQCIAAQAHRAHBcrAiQAAA' +
  'ABRpc3BlAAAAAAAAAGAAAABAAAAB7GNvbHJwcm9mAAAB4GxjbXMEIAAAbW50clJHQiBYWVogB+IAAwAUAAkADgAdYWNzcE1TRlQAAAAAc2F3c2' +
  'N0cmwAAAAAAAAAAAAAAAAAAPbWAAEAAAAA0y1oYW5kguKocouKP/clPrmS7iTWrgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAKZGVz' +
  'YwAAAPwAAAAkY3BydAAAASAAAAAid3RwdAAAAUQAAAAUY2hhZAAAAVgAAAAsclhZWgAAAYQAAAAUZ1hZWgAAAZgAAAAUYlhZWgAAAawAAAAUcl' +
  'RSQwAAAcAAAAAgZ1RSQwAAAcAAAAAgYlRSQwAAAcAAAAAgbWx1YwAAAAAAAAABAAAADGVuVVMAAAAIAAAAHABzAFAAMwBDbWx1YwAAAAAAAAAB' +
  'AAAADGVuVVMAAAAGAAAAHABDAEMAMAAAWFlaIAAAAAAAAPbWAAEAAAAA0y1zZjMyAAAAAAABDEIAAAXe///zJQAAB5MAAP2Q///7of///k4AAA' +
  'OaAADAFFhZWiAAAAAAAACD3wAAPb8AAAAAWFlaIAAAAAAAAEq/AACxNwAACrVYWVogAAAAAAAAKDgAABEKAADIeHBhcmEAAAAAAAMAAAACZmkA' +
  'APKnAAANWQAAE9AAAApbAAAAEHBpeGkAAAAAAwgICAAAABdpcG1hAAAAAAAAAAEAAQSBAoOEAAAAGmlyZWYAAAAAAAAADmNkc2MAAgABAAEAAA' +
  'GobWRhdAAAAMQoAa8J4CE5dV//+sP///DfvIfmXsUkEpPPBA01J//p+Q1iyjZwfL2fdaJzipODfmu0EENv739Vzbf8WgjOkaPi/XfVF4LKZQYT' +
  'pw095zcxFiQQNGgjT73dVhib//hNVcfuD0f/gbzu91/xS2y4Ikn4/vQMr9ZTuzJpgxL6qIoGufbYRbsl8QtnbzlszTJBRp3/5OWsitnjPGbx/p' +
  'uNX+jy0/bFO9/2ooj6ZPRpSRW6aYH72W6J2c53Df2aWNoQ/C/78PvAAAAAAElJKgAIAAAABgASAQMAAQAAAAEAAAAaAQUAAQAAAFYAAAAbAQUA' +
  'AQAAAF4AAAAoAQMAAQAAAAIAAAATAgMAAQAAAAEAAABphwQAAQAAAGYAAAAAAAAAOGMAAOgDAAA4YwAA6AMAAAcAAJAHAAQAAAAwMjEwA5ACAB' +
  'QAAADAAAAAAZEHAAQAAAABAgMAAKAHAAQAAAAwMTAwAaADAAEAAAD//wAAAqAEAAEAAABgAAAAA6AEAAEAAABAAAAAAAAAADIwMjQ6MDU6MDEg' +
  'MTA6MTE6MTIA',
  'base64',
);

/** `heicInSrgb` as a telephone that was held upright stores it: a property `irot` more, whose quarter turns go against the clock. */
export function turnedHeic(quarterTurns: number): Buffer {
  const file = Buffer.from(heicInSrgb), irot = Buffer.from([0, 0, 0, 9, ...Buffer.from('irot'), quarterTurns]), added = irot.length + 1;
  const boxAt = (kind: string): number => file.indexOf(kind, 0, 'latin1') - 4, grow = (kind: string, by: number): void => void file.writeUInt32BE(file.readUInt32BE(boxAt(kind)) + by, boxAt(kind));
  const ipcoEnd = boxAt('ipco') + file.readUInt32BE(boxAt('ipco')), ipmaEnd = boxAt('ipma') + file.readUInt32BE(boxAt('ipma')), places = boxAt('iloc');
  for (const [kind, by] of [['meta', added], ['iprp', added], ['ipco', irot.length], ['ipma', 1]] as const) grow(kind, by);
  // Item 1 has a fourth property, which must be understood; everything behind the boxes lies further on.
  file[ipmaEnd - 4]! += 1;
  for (const at of [places + 26, places + 44]) file.writeUInt32BE(file.readUInt32BE(at) + added, at);
  return Buffer.concat([file.subarray(0, ipcoEnd), irot, file.subarray(ipcoEnd, ipmaEnd), Buffer.from([0x84]), file.subarray(ipmaEnd)]);
}
