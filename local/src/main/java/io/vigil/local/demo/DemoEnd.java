package io.vigil.local.demo;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Clears away after the demo, however it ends: by itself or by Ctrl-C. */
final class DemoEnd {

  private static final long LONGEST_ACT_TO_STOP_SECONDS = 30;

  private final DemoFolder folder;
  private final Commentary commentary;
  private final Thread player = Thread.currentThread();
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean isInterrupted;

  /** For a demo that this thread is going to play. */
  DemoEnd(DemoFolder folder, Commentary commentary) {
    this.folder = folder;
    this.commentary = commentary;
  }

  /** Plays the demo, and clears away what it leaves. Returns whether every promise held. */
  boolean after(Demo demo, boolean keep) {
    try {
      boolean isKept = demo.play();
      if (!isInterrupted && !keep) {
        clearAway(isKept);
      }
      return isKept;
    } catch (RuntimeException e) {
      // Whatever was interrupted says so in its own way.
      if (isInterrupted) {
        return false;
      }
      throw e;
    } finally {
      over.countDown();
    }
  }

  /** After a failure the logs are worth a look. */
  private void clearAway(boolean isKept) {
    folder.endProcesses();
    if (isKept) {
      folder.delete();
    } else {
      commentary.sayBroadly("logs: %s and %s/logs".formatted(folder.log("*"), folder.stack()));
    }
  }

  /** Ends a demo that is being played; called when the process is about to end. */
  void interrupt() {
    if (over.getCount() == 0) {
      return;
    }
    isInterrupted = true;
    commentary.sayBroadly("");
    commentary.sayBroadly("interrupted: ending the stack");
    commentary.beSilent();
    player.interrupt();
    try {
      // What it may be starting must be there to be ended.
      over.await(LONGEST_ACT_TO_STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    folder.endProcesses();
    folder.delete();
  }
}
