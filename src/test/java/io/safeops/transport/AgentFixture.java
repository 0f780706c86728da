package io.safeops.transport;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/** An ssh agent on a Unix socket that signs with the keys it was given. */
public final class AgentFixture implements AutoCloseable {

  final Path socket;
  public final AtomicInteger signatures = new AtomicInteger();
  private final List<KeyPair> keys;
  private final ServerSocketChannel server;

  public AgentFixture(Path socket, KeyPair... keys) throws IOException {
    this.socket = socket;
    this.keys = List.of(keys);
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread thread = new Thread(this::accept);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel client = server.accept();
        Thread thread = new Thread(() -> serve(client));
        thread.setDaemon(true);
        thread.start();
      }
    } catch (ClosedChannelException closed) {
      // The test is over.
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void serve(SocketChannel client) {
    try (client) {
      DataInputStream in = new DataInputStream(Channels.newInputStream(client));
      DataOutputStream out = new DataOutputStream(Channels.newOutputStream(client));
      while (true) {
        byte[] request = new byte[in.readInt()];
        in.readFully(request);
        byte[] reply = reply(new ByteArrayBuffer(request));
        out.writeInt(reply.length);
        out.write(reply);
        out.flush();
      }
    } catch (IOException gone) {
      // The client is done.
    }
  }

  private byte[] reply(ByteArrayBuffer request) {
    ByteArrayBuffer reply = new ByteArrayBuffer();
    if (request.getByte() == 11) {
      reply.putByte((byte) 12);
      reply.putUInt(keys.size());
      for (KeyPair key : keys) {
        reply.putBytes(blob(key));
        reply.putString("key in the agent");
      }
      return reply.getCompactData();
    }
    byte[] blob = request.getBytes();
    byte[] data = request.getBytes();
    long flags = request.getUInt();
    for (KeyPair key : keys) {
      if (java.util.Arrays.equals(blob, blob(key))) {
        signatures.incrementAndGet();
        String type = KeyUtils.getKeyType(key);
        String algorithm = type.equals("ssh-rsa") && flags == 4 ? "rsa-sha2-512" : type;
        Signature signature = BuiltinSignatures.fromFactoryName(algorithm).create();
        try {
          signature.initSigner(null, key.getPrivate());
          signature.update(null, data);
          ByteArrayBuffer signed = new ByteArrayBuffer();
          signed.putString(algorithm);
          signed.putBytes(signature.sign(null));
          reply.putByte((byte) 14);
          reply.putBytes(signed.getCompactData());
          return reply.getCompactData();
        } catch (Exception failed) {
          throw new IllegalStateException(failed);
        }
      }
    }
    return new byte[] {5};
  }

  private static byte[] blob(KeyPair key) {
    ByteArrayBuffer buffer = new ByteArrayBuffer();
    buffer.putRawPublicKey(key.getPublic());
    return buffer.getCompactData();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
