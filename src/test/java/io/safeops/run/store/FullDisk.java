package io.safeops.run.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;

/** A file on a disk with space for so many bytes: as on a real one, a write fills what is left. */
final class FullDisk extends FileChannel {

  private byte[] content = new byte[0];
  private int position;
  private int room;

  FullDisk(int room) {
    this.room = room;
  }

  void hasRoomFor(int bytes) {
    room = bytes;
  }

  byte[] content() {
    return content.clone();
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    int count = Math.min(source.remaining(), room - position);
    if (count <= 0) {
      throw new IOException("No space left on device");
    }
    content = Arrays.copyOf(content, Math.max(content.length, position + count));
    source.get(content, position, count);
    position += count;
    return count;
  }

  @Override
  public FileChannel truncate(long size) {
    content = Arrays.copyOf(content, (int) Math.min(size, content.length));
    return this;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public FileChannel position(long newPosition) {
    position = (int) newPosition;
    return this;
  }

  @Override
  public long size() {
    return content.length;
  }

  @Override
  public void force(boolean metaData) {}

  @Override
  protected void implCloseChannel() {}

  @Override
  public int read(ByteBuffer target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int read(ByteBuffer target, long from) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int write(ByteBuffer source, long to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferTo(long from, long count, WritableByteChannel target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long to, long count) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long from, long size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock lock(long from, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock tryLock(long from, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }
}
