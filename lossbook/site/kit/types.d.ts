// What events of a kind bring, as far as browsers say; where there are several kinds, they
// are all of one sort.
type EventOf<Kind extends string> = Kind extends `${infer First} ${string}`
  ? EventOf<First>
  : Kind extends keyof HTMLElementEventMap
    ? HTMLElementEventMap[Kind]
    : Event;
