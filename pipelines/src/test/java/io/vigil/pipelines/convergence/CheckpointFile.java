package io.vigil.pipelines.convergence;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedBackendSerializationProxy;

/** Looks into a checkpoint of Flink's heap backend that is small enough to be in one file. */
final class CheckpointFile {

  /** A key group without entries: its number, and for each state its number and a count of 0. */
  private static final int EMPTY_GROUP = 4;

  private static final int EMPTY_STATE = 6;

  private CheckpointFile() {}

  /** The bytes of keyed state and timers of each operator that has any. */
  static SortedMap<String, Long> keyedBytes(Path metadata) throws IOException {
    var loader = CheckpointFile.class.getClassLoader();
    var bytes = new TreeMap<String, Long>();
    try (var in = new DataInputStream(Files.newInputStream(metadata))) {
      for (var operator :
          Checkpoints.loadCheckpointMetadata(in, loader, metadata.toString()).getOperatorStates()) {
        long ofOperator = 0;
        for (var task : operator.getStates()) {
          for (var handle : task.getManagedKeyedState()) {
            ofOperator += bytesOfEntries((KeyGroupsStateHandle) handle, loader);
          }
          ofOperator += task.getRawKeyedState().getStateSize();
        }
        if (ofOperator > 0) {
          bytes.put(operator.getOperatorID().toString(), ofOperator);
        }
      }
    }
    return bytes;
  }

  private static long bytesOfEntries(KeyGroupsStateHandle handle, ClassLoader loader)
      throws IOException {
    try (var in = handle.openInputStream()) {
      var header = new KeyedBackendSerializationProxy<>(loader);
      header.read(new DataInputViewStreamWrapper(in));
      int states = header.getStateMetaInfoSnapshots().size();
      int groups = handle.getKeyGroupRange().getNumberOfKeyGroups();
      long begin = handle.getOffsetForKeyGroup(handle.getKeyGroupRange().getStartKeyGroup());
      return handle.getStateSize() - begin - groups * (EMPTY_GROUP + EMPTY_STATE * (long) states);
    }
  }

  /** The newest checkpoint in the folder. */
  static Path newest(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files
          .filter(it -> it.endsWith("_metadata"))
          .max(Comparator.comparingInt(CheckpointFile::number))
          .orElseThrow();
    }
  }

  private static int number(Path metadata) {
    return Integer.parseInt(metadata.getParent().getFileName().toString().substring(4));
  }
}
