package io.vigil.pipelines.kafka;

import io.vigil.pipelines.live.LiveStack;

/** The broker that the tests of this package talk to: that of the stack. */
final class BrokerFixture {

  /** The address of one that runs already, so that a single test need not wait for its own. */
  private static final String GIVEN = System.getProperty("vigil.test.bootstrapServers", "");

  private BrokerFixture() {}

  static String bootstrapServers() {
    return GIVEN.isEmpty() ? LiveStack.broker().bootstrapServers() : GIVEN;
  }
}
