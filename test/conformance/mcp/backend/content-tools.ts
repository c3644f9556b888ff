// Tools that answer with each kind of content.
import { PNG, WAV } from './media.ts';
import { type ConformanceTool, text, tool } from './tool.ts';

const image = { type: 'image' as const, data: PNG, mimeType: 'image/png' };

export const contentTools: readonly ConformanceTool[] = [
  tool('test_simple_text', 'Answers with text', () => text('This is a simple text response for testing.')),
  tool('test_image_content', 'Answers with a picture', () => ({ content: [image] })),
  tool('test_audio_content', 'Answers with a sound', () => ({
    content: [{ type: 'audio', data: WAV, mimeType: 'audio/wav' }],
  })),
  tool('test_embedded_resource', 'Answers with a resource', () => ({
    content: [
      {
        type: 'resource',
        resource: {
          uri: 'test://embedded-resource',
          mimeType: 'text/plain',
          text: 'This is an embedded resource content.',
        },
      },
    ],
  })),
  tool('test_multiple_content_types', 'Answers with several kinds of content', () => ({
    content: [
      { type: 'text', text: 'Multiple content types test:' },
      image,
      {
        type: 'resource',
        resource: {
          uri: 'test://mixed-content-resource',
          mimeType: 'application/json',
          text: JSON.stringify({ test: 'data', value: 123 }),
        },
      },
    ],
  })),
  tool('test_error_handling', 'Reports an error', () => ({
    ...text('This tool intentionally returns an error for testing'),
    isError: true,
  })),
];
