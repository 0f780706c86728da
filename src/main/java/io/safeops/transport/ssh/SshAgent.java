package io.safeops.transport.ssh;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.schmizz.sshj.common.Buffer;

/**
 * A conversation with an ssh agent over its Unix socket (draft-miller-ssh-agent): it lists its keys
 * and signs with them.
 */
final class SshAgent implements Closeable {

  /**
   * A key that the agent can sign with.
   *
   * @param blob the public half (or certificate) as on the wire
   */
  record Key(byte[] blob, String comment) {

    String type() throws IOException {
      return new Buffer.PlainBuffer(blob).readString();
    }

    /** The signature algorithm to offer to a server: RSA keys sign with SHA-2. */
    String algorithm() throws IOException {
      return switch (type()) {
        case "ssh-rsa" -> "rsa-sha2-512";
        case "ssh-rsa-cert-v01@openssh.com" -> "rsa-sha2-512-cert-v01@openssh.com";
        default -> type();
      };
    }
  }

  private static final byte FAILURE = 5;
  private static final byte REQUEST_IDENTITIES = 11;
  private static final byte IDENTITIES_ANSWER = 12;
  private static final byte SIGN_REQUEST = 13;
  private static final byte SIGN_RESPONSE = 14;
  private static final int RSA_SHA2_512 = 4;
  private static final int LARGEST_REPLY = 256 * 1024;

  private final SocketChannel channel;

  private SshAgent(SocketChannel channel) {
    this.channel = channel;
  }

  static SshAgent connect(Path socket) throws IOException {
    return new SshAgent(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
  }

  synchronized List<Key> keys() throws IOException {
    Buffer.PlainBuffer reply = ask(new Buffer.PlainBuffer().putByte(REQUEST_IDENTITIES));
    expect(reply, IDENTITIES_ANSWER, "list its keys");
    int count = reply.readUInt32AsInt();
    List<Key> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      keys.add(new Key(reply.readBytes(), reply.readString()));
    }
    return keys;
  }

  /** The signature as it goes on the wire: algorithm name and bytes. */
  synchronized byte[] sign(Key key, byte[] data) throws IOException {
    Buffer.PlainBuffer request =
        new Buffer.PlainBuffer()
            .putByte(SIGN_REQUEST)
            .putString(key.blob())
            .putString(data)
            .putUInt32(key.type().startsWith("ssh-rsa") ? RSA_SHA2_512 : 0);
    Buffer.PlainBuffer reply = ask(request);
    expect(reply, SIGN_RESPONSE, "sign with " + key.comment());
    return reply.readBytes();
  }

  private static void expect(Buffer.PlainBuffer reply, byte wanted, String what)
      throws IOException {
    byte type = reply.readByte();
    if (type != wanted) {
      throw new IOException(
          type == FAILURE
              ? "the ssh agent refused to " + what
              : "the ssh agent answered " + type + " when asked to " + what);
    }
  }

  private Buffer.PlainBuffer ask(Buffer.PlainBuffer request) throws IOException {
    byte[] body = request.getCompactData();
    ByteBuffer out = ByteBuffer.allocate(4 + body.length).putInt(body.length).put(body).flip();
    while (out.hasRemaining()) {
      channel.write(out);
    }
    int length = read(4).getInt();
    if (length < 1 || length > LARGEST_REPLY) {
      throw new IOException("the ssh agent sent a reply of " + length + " bytes");
    }
    return new Buffer.PlainBuffer(read(length).array());
  }

  private ByteBuffer read(int length) throws IOException {
    ByteBuffer in = ByteBuffer.allocate(length);
    while (in.hasRemaining()) {
      if (channel.read(in) < 0) {
        throw new EOFException("the ssh agent closed its socket");
      }
    }
    return in.flip();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException alreadyGone) {
      // Nothing is left to close.
    }
  }
}
