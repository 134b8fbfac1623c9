package io.vigil.pipelines.kafka;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.DescribeClusterResponse;
import org.apache.kafka.common.requests.FindCoordinatorResponse;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.MetadataResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.RequestUtils;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of the real broker, as if it did not lead a partition yet that was just made: the
 * first requests of a kind are refused, and those behind them reach the broker. A refusal is held
 * back until the next request has come, if one does within a second, so that what a client has
 * under way at once is under way.
 */
final class ReluctantBroker implements Closeable {

  private static final int MILLIS_FOR_THE_NEXT = 1_000;

  private final String servers;
  private final ApiKeys kind;
  private final ApiException refusal;
  private final AtomicInteger left;
  private final ServerSocket door;
  private final Queue<Closeable> open = new ConcurrentLinkedQueue<>();

  private ReluctantBroker(String servers, ApiKeys kind, ApiException refusal, int times)
      throws IOException {
    this.servers = servers;
    this.kind = kind;
    this.refusal = refusal;
    this.left = new AtomicInteger(times);
    this.door = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
  }

  static ReluctantBroker refusing(ApiKeys kind, int times) throws IOException {
    return refusing(kind, new NotLeaderOrFollowerException(), times);
  }

  /** As a broker that has not heard yet of any topic that it is asked for. */
  static ReluctantBroker ignorant(int times) throws IOException {
    return refusing(ApiKeys.METADATA, new UnknownTopicOrPartitionException(), times);
  }

  private static ReluctantBroker refusing(ApiKeys kind, ApiException refusal, int times)
      throws IOException {
    var broker = new ReluctantBroker(BrokerFixture.bootstrapServers(), kind, refusal, times);
    start(broker::accept);
    return broker;
  }

  String bootstrapServers() {
    return "127.0.0.1:" + door.getLocalPort();
  }

  /** How many requests are still to be refused. */
  int left() {
    return left.get();
  }

  private void accept() throws IOException {
    while (true) {
      var client = door.accept();
      int colon = servers.lastIndexOf(':');
      var broker =
          new Socket(servers.substring(0, colon), Integer.parseInt(servers.substring(colon + 1)));
      open.add(client);
      open.add(broker);
      var connection = new Connection(client, broker);
      start(connection::relayRequests);
      start(connection::relayResponses);
    }
  }

  private static void start(Relay relay) {
    var thread =
        new Thread(
            () -> {
              try {
                relay.run();
              } catch (IOException e) {
                // One of the two has gone, and the other will notice.
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "reluctant-broker");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (var socket : open) {
      socket.close();
    }
  }

  private interface Relay {
    void run() throws IOException, InterruptedException;
  }

  private final class Connection {
    private final Socket client;
    private final Socket broker;

    /** What the broker has not answered yet. */
    private final Queue<RequestHeader> asked = new ConcurrentLinkedQueue<>();

    Connection(Socket client, Socket broker) {
      this.client = client;
      this.broker = broker;
    }

    void relayRequests() throws IOException, InterruptedException {
      try (broker) {
        var in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
        ByteBuffer held = null;
        while (true) {
          var request = next(in, held == null ? 0 : MILLIS_FOR_THE_NEXT);
          if (held != null) {
            awaitAnswers();
            send(client, held);
            held = null;
          }
          if (request == null) {
            continue;
          }
          var header = RequestHeader.parse(request.duplicate());
          if (isRefusable(header, request) && left.getAndUpdate(it -> Math.max(0, it - 1)) > 0) {
            held = refusal(request);
          } else {
            asked.add(header);
            send(broker, request);
          }
        }
      }
    }

    /** A client that asks for no topic asks for the brokers. */
    private boolean isRefusable(RequestHeader header, ByteBuffer request) {
      return header.apiKey() == kind
          && !(parsed(header, request) instanceof MetadataRequest it
              && (it.isAllTopics() || it.topics().isEmpty()));
    }

    private static AbstractRequest parsed(RequestHeader header, ByteBuffer request) {
      var body = request.duplicate();
      RequestHeader.parse(body);
      return AbstractRequest.parseRequest(header.apiKey(), header.apiVersion(), body).request;
    }

    /** Returns null if none comes in time; 0 for no limit. */
    private @Nullable ByteBuffer next(DataInputStream in, int millis) throws IOException {
      client.setSoTimeout(millis);
      in.mark(1);
      try {
        if (in.read() < 0) {
          throw new IOException("closed");
        }
      } catch (SocketTimeoutException e) {
        return null;
      }
      client.setSoTimeout(0);
      in.reset();
      return frame(in);
    }

    /** Clients take answers in the order of their questions alone. */
    private void awaitAnswers() throws InterruptedException {
      synchronized (asked) {
        while (!asked.isEmpty()) {
          asked.wait();
        }
      }
    }

    private ByteBuffer refusal(ByteBuffer request) {
      var header = RequestHeader.parse(request.duplicate());
      return serialized(header, parsed(header, request).getErrorResponse(refusal));
    }

    void relayResponses() throws IOException {
      try (client) {
        var in = new DataInputStream(new BufferedInputStream(broker.getInputStream()));
        while (true) {
          var response = frame(in);
          send(client, withThisAddress(asked.element(), response));
          synchronized (asked) {
            asked.remove();
            asked.notifyAll();
          }
        }
      }
    }

    /** Clients go to the addresses that brokers tell. */
    private ByteBuffer withThisAddress(RequestHeader header, ByteBuffer bytes) {
      switch (header.apiKey()) {
        case METADATA, FIND_COORDINATOR, DESCRIBE_CLUSTER -> {
          var response = AbstractResponse.parseResponse(bytes, header);
          if (response instanceof MetadataResponse it) {
            it.data().brokers().forEach(one -> one.setPort(door.getLocalPort()));
          } else if (response instanceof FindCoordinatorResponse it) {
            // In the newer versions of the answer.
            it.data().coordinators().forEach(one -> one.setPort(door.getLocalPort()));
          } else if (response instanceof DescribeClusterResponse it) {
            it.data().brokers().forEach(one -> one.setPort(door.getLocalPort()));
          }
          return serialized(header, response);
        }
        default -> {
          return bytes;
        }
      }
    }

    private static ByteBuffer serialized(RequestHeader asked, AbstractResponse response) {
      var header = asked.toResponseHeader();
      return RequestUtils.serialize(
          header.data(), header.headerVersion(), response.data(), asked.apiVersion());
    }

    private static ByteBuffer frame(DataInputStream in) throws IOException {
      var bytes = new byte[in.readInt()];
      in.readFully(bytes);
      return ByteBuffer.wrap(bytes);
    }

    private static void send(Socket to, ByteBuffer frame) throws IOException {
      var bytes = ByteBuffer.allocate(Integer.BYTES + frame.remaining());
      bytes.putInt(frame.remaining()).put(frame.duplicate());
      synchronized (to) {
        to.getOutputStream().write(bytes.array());
      }
    }
  }
}
