import type { AgentCreateParams } from 'retell-sdk/resources/agent'
import type { ConversationFlowCreateParams } from 'retell-sdk/resources/conversation-flow'

/** A conversation flow as the voice platform takes it. */
export type Flow = ConversationFlowCreateParams
export type FlowNode = Flow['nodes'][number]
export type FlowTool = ConversationFlowCreateParams.CustomTool

export type ConversationNode = ConversationFlowCreateParams.ConversationNode
export type FunctionNode = ConversationFlowCreateParams.FunctionNode
export type BranchNode = ConversationFlowCreateParams.BranchNode
export type CodeNode = ConversationFlowCreateParams.CodeNode
export type EndNode = ConversationFlowCreateParams.EndNode
export type TransferCallNode = ConversationFlowCreateParams.TransferCallNode
export type FlowEdge = ConversationFlowCreateParams.ConversationNode.Edge
export type Equation = ConversationFlowCreateParams.ConversationNode.Edge.EquationCondition.Equation
export type ElseEdge = ConversationFlowCreateParams.FunctionNode.ElseEdge

/** An agent's settings. Which flow it speaks by is said when it is deployed: before that the flow has no id. */
export type Agent = Omit<AgentCreateParams, 'response_engine'>
export type AgentLanguage = NonNullable<AgentCreateParams['language']>

/** What is built for one company and language. */
export type BuiltAgent = { readonly agent: Agent; readonly flow: Flow }
