package io.vigil.pipelines.kafka;

import org.junit.jupiter.api.Assumptions;

/** The broker that the tests of this package talk to. */
final class BrokerFixture {

  private static final String ADDRESS = System.getProperty("vigil.test.bootstrapServers", "");

  private BrokerFixture() {}

  /** Its address; a test that asks for it is skipped where there is none. */
  static String bootstrapServers() {
    Assumptions.assumeFalse(
        ADDRESS.isEmpty(), "no broker: -Dvigil.test.bootstrapServers=host:port names one");
    return ADDRESS;
  }
}
