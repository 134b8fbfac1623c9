package io.vigil.local.demo;

import java.util.List;

/** One of the things that the demo does. */
interface Act {

  /** What happens, for the heading. */
  String title();

  /**
   * Does it, and says what came of it.
   *
   * @throws io.vigil.local.StackException if it cannot be done, or not in time
   */
  List<Promise> play();
}
