package io.vigil.local.demo;

import io.vigil.local.StackException;
import java.util.ArrayList;
import java.util.List;

/** Plays the acts, one after the other, and says at the end which promises held. */
final class Demo {

  private static final int FIRST_ACT = 3;

  private final DemoFolder folder;
  private final Commentary commentary;
  private final int rate;
  private final long seed;
  private final boolean keep;
  private final List<Promise> promises = new ArrayList<>();

  Demo(DemoFolder folder, Commentary commentary, int rate, long seed, boolean keep) {
    this.folder = folder;
    this.commentary = commentary;
    this.rate = rate;
    this.seed = seed;
    this.keep = keep;
  }

  /** Returns whether every promise held. */
  boolean play() {
    if (folder.holdsRemains()) {
      commentary.say("clearing away what an earlier demo has left");
      folder.endProcesses();
      folder.delete();
    }
    folder.make();
    try (var scene = new Opening(folder, commentary, rate, seed).play()) {
      playActs(scene);
      if (keep) {
        sayHowToLook(scene);
      }
    } catch (StackException e) {
      promises.add(new Promise("The demo was played to its end", false, ""));
      commentary.say("✘ " + e.getMessage());
    }
    return report();
  }

  private void playActs(Scene scene) {
    int number = FIRST_ACT;
    for (var act :
        List.of(
            new DayWithAttacks(scene),
            new LiveTotals(scene),
            new BadRecord(scene),
            new RepeatedAndLate(scene),
            new HowItWasTold(scene),
            new WorkerDeath(scene),
            new ClosedBooks(scene),
            new SameAsBounded(scene))) {
      commentary.heading(number++, act.title());
      promises.addAll(act.play());
    }
  }

  private void sayHowToLook(Scene scene) {
    var stack = scene.stack();
    commentary.sayBroadly("");
    commentary.sayBroadly("  The stack runs on. To look:");
    commentary.say(
        "PGPASSWORD=$(cat %s) psql -h 127.0.0.1 -p %d -U vigil vigil"
            .formatted(stack.postgres().passwordFile(), stack.ports().postgres()));
    commentary.say("SELECT * FROM vigil.incidents;   \\d vigil.*");
    commentary.say("Flink: " + stack.flink().url());
    commentary.say("to end it: scripts/vigil local down --delete --dir=" + stack.folder());
  }

  private boolean report() {
    long kept = promises.stream().filter(Promise::isKept).count();
    boolean isKept = kept == promises.size();
    commentary.sayBroadly("");
    promises.forEach(commentary::check);
    commentary.sayBroadly("");
    commentary.sayBroadly(
        "demo=%s promises=%d/%d seconds=%d"
            .formatted(isKept ? "ok" : "failed", kept, promises.size(), commentary.seconds()));
    return isKept;
  }
}
