/** What the scene tells the page around it. */
export interface TownEvents {
  /** One looks from elsewhere: labels have to follow. */
  view(): void;
  /** A picture was drawn. */
  drawn(): void;
  /** Twenty slow pictures in a row. */
  slow(): void;
  lost(): void;
}
