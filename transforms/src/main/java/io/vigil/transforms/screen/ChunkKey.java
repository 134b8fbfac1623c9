package io.vigil.transforms.screen;

/**
 * Where in state a piece of a card's history is.
 *
 * @param sliceStart the start of its slice of time, in milliseconds since the epoch
 * @param number counts the chunks of the slice from 0
 */
public record ChunkKey(String cardId, long sliceStart, int number) {

  /** Names the place without its card, so that it may be logged. */
  @Override
  public String toString() {
    return "ChunkKey[" + sliceStart + "#" + number + "]";
  }
}
