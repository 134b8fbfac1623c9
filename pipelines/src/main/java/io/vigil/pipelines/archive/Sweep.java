package io.vigil.pipelines.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Removes from an archive what does not count: entries that others replace, and files that no entry
 * names. Files of an attempt that may still succeed are left, until they are a day old. It must be
 * the only compaction.
 */
final class Sweep {

  private static final Duration LONGEST_ATTEMPT = Duration.ofDays(1);
  private static final Pattern ATTEMPT =
      Pattern.compile("\\.?(.+)-(\\d{6,9})-[0-9a-f]{8}\\.(parquet|json)(\\.tmp)?");

  private final Archive archive;
  private final Set<String> named = new HashSet<>();
  private final Map<String, Integer> lastByStem = new HashMap<>();

  Sweep(Archive archive) {
    this.archive = archive;
  }

  void run() throws IOException {
    var old = Instant.now().minus(LONGEST_ATTEMPT);
    // Before the manifest is read: what is found then and is not named by it was never named, or
    // has been replaced.
    var found = attempts();
    for (var folder : Entries.folders(archive)) {
      removeReplaced(folder);
    }
    for (var file : archive.readManifest().entries()) {
      named.add(file.path());
      long hour = file.hour() == null ? 0 : file.hour().toEpochMilli();
      for (var it : file.known()) {
        var key = new FileKey(file.kind(), hour, it.source(), it.partition());
        lastByStem.merge(key.stem(), it.sequence(), Math::max);
      }
    }
    for (var file : found) {
      if (!named.contains(file.toString()) && cannotSucceed(file, old)) {
        Files.deleteIfExists(file);
      }
    }
  }

  private Set<Path> attempts() throws IOException {
    var attempts = new TreeSet<Path>();
    try (var files = Files.walk(archive.folder())) {
      files
          .filter(it -> ATTEMPT.matcher(it.getFileName().toString()).matches())
          .forEach(attempts::add);
    }
    return attempts;
  }

  private boolean cannotSucceed(Path file, Instant old) throws IOException {
    var attempt = ATTEMPT.matcher(file.getFileName().toString());
    if (!attempt.matches()) {
      return false;
    }
    int last = lastByStem.getOrDefault(attempt.group(1), 0);
    return Compaction.isCompacted(attempt.group(1))
        || Integer.parseInt(attempt.group(2)) <= last
        || Files.exists(file) && Files.getLastModifiedTime(file).toInstant().isBefore(old);
  }

  private void removeReplaced(Path folder) throws IOException {
    var entries = Entries.readNew(folder, archive, new HashSet<>());
    var replaced = new HashSet<String>();
    entries.forEach(it -> replaced.addAll(it.replaces()));
    var dead = entries.stream().filter(it -> replaced.contains(it.name())).toList();
    for (var file : dead) {
      Files.deleteIfExists(folder.resolve(file.name() + Entries.SUFFIX));
    }
    if (!dead.isEmpty()) {
      DurableFiles.syncFolder(folder);
    }
    for (var file : dead) {
      if (file.hasData()) {
        Files.deleteIfExists(Path.of(file.path()));
      }
    }
  }
}
