package org.apache.flink.metrics.prometheus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/** Makes the {@link LoopbackReporter}; {@code port} is its only setting. */
public final class LoopbackReporterFactory implements MetricReporterFactory {

  @Override
  public LoopbackReporter createMetricReporter(Properties properties) {
    try {
      return new LoopbackReporter(Integer.parseInt(properties.getProperty("port")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
